#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Words that stand together without punctuation between them.
using Phrase = std::vector<std::string>;

// The phrases of a text that people wrote about an episode, which may be HTML: without tags, addresses, numbers and
// signs. Words are made of letters of any script, with apostrophes (straight) and hyphens inside; a phrase ends at
// other punctuation, at a number, and where something was left out.
std::vector<Phrase> note_phrases(std::string_view text);

// True when `word` begins with a capital or a small letter of the Latin, Greek or Cyrillic script.
bool begins_large(std::string_view word);
// The same, or behind a short word that is tied to it: "al-Zaman", "d'Artagnan".
bool is_written_as_name(std::string_view word);
bool begins_small(std::string_view word);

}  // namespace podpromo
