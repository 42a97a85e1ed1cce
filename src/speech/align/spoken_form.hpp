#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// One way to say a written word: lower-case dictionary words in order. A letter said by its name is that letter and
// a point ("a.").
using Saying = std::vector<std::string>;

// The ways in which English speakers say a written word with its punctuation, likeliest first: "$3.5m" is three point
// five million dollars, "2026" twenty twenty six or two thousand twenty six …, "AI" the word or its letters.
// Words of another script are said as they stand. Empty when nothing in it is said.
std::vector<Saying> sayings_of(std::string_view written);

// "one hundred and five" for 105 with `with_and`, "one hundred five" without.
Saying cardinal(unsigned long long number, bool with_and);
// "twenty first" for 21.
Saying ordinal(unsigned long long number);

}  // namespace podpromo
