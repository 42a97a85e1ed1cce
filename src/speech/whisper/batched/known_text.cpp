#include "speech/whisper/batched/known_text.hpp"

#include <algorithm>
#include <string_view>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

bool is_said(std::string_view token) {
  while (token.starts_with(' ')) token.remove_prefix(1);
  return !token.empty() && !is_punctuation(token);
}

}  // namespace

KnownText known_text(const Vocabulary& vocabulary, std::span<const Word> words) {
  KnownText text;
  for (const Word& word : words) {
    const auto tokens = vocabulary.tokens_of(" " + word.text);
    KnownText::Place place{text.tokens.size(), text.tokens.size()};
    for (const int token : tokens) {
      text.tokens.push_back(token);
      if (is_said(vocabulary.text(token))) place.spoken_last = text.tokens.size();
    }
    text.places.push_back(place);
  }
  return text;
}

void take_times(const KnownText& text, std::span<const double> ends, const SpeechChunk& chunk,
                std::vector<Word>& words) {
  const auto end_of = [&](std::size_t tokens) {
    return tokens == 0 ? chunk.start : std::min(chunk.end, chunk.start + ends[tokens - 1]);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i].start = end_of(text.places[i].first);
    words[i].end = std::max(words[i].start, end_of(text.places[i].spoken_last));
  }
}

}  // namespace podpromo
