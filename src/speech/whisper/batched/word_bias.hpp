#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "speech/whisper/batched/vocabulary.hpp"

namespace podpromo {

// A token that is to be chosen as if it were so many times as likely.
struct Boost {
  int token = 0;
  double factor = 1;
};

// Words that are likely to be said: names of people and things that a model seldom heard. A text that has come to the
// middle of one is drawn to its end, and a text between words a little to its beginning; it stays the sound that
// decides. (Shallow fusion with a prefix tree, as in https://arxiv.org/abs/2004.14513, without a model's score.)
class WordBias {
 public:
  WordBias() = default;
  // `words` as they are written; each may be several words with spaces between them. Empty ones don't count.
  // `vocabulary` outlives it.
  WordBias(const Vocabulary& vocabulary, std::span<const std::string> words);

  // What may follow `text`, each token once.
  std::vector<Boost> after(std::span<const int> text) const;
  // How many of the words, whole ones, the tokens of `text` have; of words that overlap the first and longest.
  std::size_t words_in(std::span<const int> text) const;

 private:
  struct Node {
    std::map<int, std::size_t> next;  // places in nodes_
    bool is_whole = false;            // a word ends here
  };
  std::size_t longest_at(std::span<const int> text) const;
  bool begins_inside_word(int token) const;
  const Vocabulary* vocabulary_ = nullptr;
  std::vector<Node> nodes_;
  std::size_t longest_ = 0;  // tokens of a word
};

}  // namespace podpromo
