#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace podpromo {

// A set of phrases to look for in tokens. A pattern is words with single spaces between them, where "a/b" is one of
// several words, "sponsor*" any word that begins so, and "*" any word; a pattern begins with a word or a beginning.
class Phrases {
 public:
  explicit Phrases(const std::vector<std::string_view>& patterns);

  // How many there are, read left to right, the longest first, without overlap; stops counting at `at_most`.
  std::size_t count(std::span<const std::string> tokens, std::size_t at_most = static_cast<std::size_t>(-1)) const;

  bool found_in(std::span<const std::string> tokens) const { return count(tokens, 1) > 0; }

  // The length in tokens of the longest phrase that begins at the first token, or 0.
  std::size_t length_at_start(std::span<const std::string> tokens) const;

 private:
  using Phrase = std::vector<std::string>;
  void add(const Phrase& phrase);

  std::unordered_map<std::string, std::vector<Phrase>> by_first_word_;
  std::vector<Phrase> by_beginning_;  // those whose first word is given by its beginning only
};

}  // namespace podpromo
