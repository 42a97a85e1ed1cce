#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// English text as bare words that can be compared, after the rules that the authors of Whisper published for measuring
// it (Radford et al. 2022, appendix C), in our own words:
//  1. lower case; everything in [..] and (..) goes, and so do hmm, mm, mhm, mmm, uh, um;
//  2. contractions open up (won't → will not, 's → is, gonna → going to) and titles too (mr → mister);
//  3. commas between digits and points that no digit follows go, then every mark and accent;
//  4. numbers in words become digits, with their currency, percent and ordinal ending (twenty-first → 21st);
//  5. British spelling becomes American by its endings (-our, -ise, -tre, -ogue …) and a short list.
std::vector<std::string> normal_english(std::string_view text);

// Rule 4 alone, on words: {"twenty", "one"} → {"21"}; "one" alone stays a digit, "a hundred" is 100.
std::vector<std::string> numbers_as_digits(const std::vector<std::string>& words);

}  // namespace podpromo
