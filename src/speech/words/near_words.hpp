#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Names and words as they are looked for in a text that may have them in other letters.
class NearWords {
 public:
  NearWords() = default;
  // Of less than four letters none is looked for: too much is near them.
  explicit NearWords(std::span<const std::string> words);

  // True when one word of `text`, or up to three that follow each other, sound much like one of the words, going by
  // their letters, but are not it: "oak for" for "Okafor".
  bool are_in(std::string_view text) const;

 private:
  struct Wanted {
    std::string word;
    std::string skeleton;  // what its letters sound like
  };
  std::vector<Wanted> words_;
};

}  // namespace podpromo
