#pragma once

#include "episode/transcript.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace podpromo {

// `text` as somebody would say it: a word at a time, a breath after a comma, a rest after a sentence. For tests.
inline Transcript spoken(const std::string& text, double start_s = 0.3) {
  Transcript transcript;
  transcript.language = "en";
  std::istringstream in(text);
  double at = start_s;
  for (std::string word; in >> word;) {
    const double length = 0.12 + 0.055 * static_cast<double>(word.size());
    transcript.words.push_back({word, at, at + length});
    const char last = word.back();
    at += length + 0.03 + (last == ',' ? 0.15 : 0) + (last == '.' || last == '?' ? 0.45 : 0);
  }
  return transcript;
}

// A transcript of exactly these words. For tests.
inline Transcript transcript_of(std::vector<Word> words, std::vector<std::string> speakers = {}) {
  Transcript transcript;
  transcript.language = "en";
  transcript.words = std::move(words);
  transcript.speakers = std::move(speakers);
  return transcript;
}

}  // namespace podpromo
