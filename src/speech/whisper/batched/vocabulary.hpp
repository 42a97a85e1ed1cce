#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace podpromo {

// Whisper's tokens. Ordinary ones, below `end`, are pieces of text; the special ones that follow steer the decoder.
class Vocabulary {
 public:
  // `texts` of the ordinary tokens by id; `size` counts the special ones too.
  Vocabulary(std::vector<std::string> texts, int size);

  bool knows_many_languages() const { return languages_ > 0; }
  // How many languages have a token; 0 for a model of English only.
  int languages() const { return languages_; }
  // The token of a language by whisper.cpp's number for it.
  int language(int number) const { return start() + 1 + number; }

  int end() const { return languages_ > 0 ? 50257 : 50256; }
  int start() const { return end() + 1; }
  int transcribe() const { return after_languages() + 1; }
  int no_speech() const { return after_languages() + 4; }
  int no_times() const { return after_languages() + 5; }
  // A space alone, with which no text may begin; -1 when there is none.
  int blank() const { return blank_; }

  // Every token that a text may be made of has one; false means that the file's list is too short.
  bool is_whole() const { return texts_.size() >= static_cast<std::size_t>(end()) && no_times() < size_; }
  const std::string& text(int id) const { return texts_[static_cast<std::size_t>(id)]; }
  // `text` in ordinary tokens, each the longest that fits: the decoder reads them as well as those it would choose
  // itself. Bytes that no token has are left out.
  std::vector<int> tokens_of(std::string_view text) const;
  // True when one token is all of `word` after a space, which only words have that are written often.
  bool has_word(std::string_view word) const;
  int size() const { return size_; }

 private:
  // The first special token after the languages: “translate”. A model of English only has the tokens of 99 languages
  // too, and never uses them.
  int after_languages() const { return start() + 1 + (languages_ > 0 ? languages_ : 99); }

  std::vector<std::string> texts_;
  std::unordered_map<std::string_view, int> ids_;  // by text; of ordinary tokens
  std::size_t longest_ = 0;                        // bytes
  int size_ = 0;
  int languages_ = 0;
  int blank_ = -1;
};

}  // namespace podpromo
