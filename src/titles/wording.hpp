#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace podpromo {

inline constexpr std::size_t kLongestTitle = 80;  // characters

// A title as it stands in the words of a sentence, and how much of the sentence it had to leave out.
struct Wording {
  enum class Cut { nothing, clauses, words };
  std::string text;
  Cut cut = Cut::nothing;
};

// The words of a sentence as they would be written: what speakers begin with while they think ("and so, you know"),
// hesitations and stammers are gone. `english` says whether those are known.
std::vector<std::string> written(std::vector<std::string> words, bool english);

// The words as a title: at most kLongestTitle characters, cut at a clause if possible, first letter large, no full
// stop, no comma and no dangling word at the end. Empty when nothing is left.
Wording worded(std::span<const std::string> words, bool english);

// The text up to so many characters, never in the middle of one.
std::string first_characters(const std::string& text, std::size_t count = kLongestTitle);

}  // namespace podpromo
