#include "corrections/share_time.hpp"

#include <algorithm>

namespace podpromo {

namespace {

// A silence shorter than this is no more than the breath within a phrase.
constexpr double kSilenceS = 0.2;
constexpr double kNothingS = 1e-9;

enum class Edge { begins, ends };

// When `voice_s` of all the voice has passed. Between two spans something ends with the first and begins with the
// second.
double time_after(double voice_s, const std::vector<Voiced>& voiced, Edge edge) {
  for (const Voiced& span : voiced) {
    const double slack = edge == Edge::begins ? -kNothingS : kNothingS;
    if (voice_s < span.length() + slack) return std::clamp(span.start + voice_s, span.start, span.end);
    voice_s -= span.length();
  }
  return voiced.back().end;
}

// On the side of each silence where more of the word is.
void keep_out_of_silence(Word& word, const std::vector<Voiced>& voiced) {
  for (std::size_t i = 1; i < voiced.size(); ++i) {
    const double from = voiced[i - 1].end;
    const double to = voiced[i].start;
    if (to - from < kSilenceS || word.start >= from || word.end <= to) continue;
    if (from - word.start >= word.end - to)
      word.end = from;
    else
      word.start = to;
  }
}

}  // namespace

std::size_t letters_of(std::string_view text) {
  const auto count = std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return std::max<std::size_t>(1, static_cast<std::size_t>(count));
}

std::size_t letters_of(const std::vector<Word>& words) {
  std::size_t letters = 0;
  for (const Word& word : words) letters += letters_of(word.text);
  return letters;
}

void share_time(std::vector<Word>& words, const std::vector<Voiced>& voiced) {
  double voice_s = 0;
  for (const Voiced& span : voiced) voice_s += span.length();
  const double letter_s = voice_s / static_cast<double>(std::max<std::size_t>(1, letters_of(words)));
  double said_s = 0;
  for (Word& word : words) {
    word.start = time_after(said_s, voiced, Edge::begins);
    said_s += letter_s * static_cast<double>(letters_of(word.text));
    word.end = std::max(word.start, time_after(said_s, voiced, Edge::ends));
    keep_out_of_silence(word, voiced);
  }
}

}  // namespace podpromo
