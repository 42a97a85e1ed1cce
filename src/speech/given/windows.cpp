#include "speech/given/windows.hpp"

#include <algorithm>

#include "speech/pack.hpp"

namespace podpromo {

namespace {

// The end of a core that begins at `first`: the longest pause in the second half of its room.
std::size_t core_end(std::span<const Word> words, std::size_t first, double room) {
  const double begin = words[first].start;
  std::size_t best = first + 1;
  double best_pause = -1;
  for (std::size_t i = first + 1; i < words.size() && words[i - 1].end - begin <= room; ++i) {
    const double pause = words[i].start - words[i - 1].end;
    const bool early = words[i - 1].end - begin < room / 2;
    if (early || pause >= best_pause) {
      best = i;
      best_pause = early ? -1 : pause;
    }
  }
  const bool all_fit = words.back().end - begin <= room;
  return all_fit ? words.size() : best;
}

AlignWindow with_context(std::span<const Word> words, std::size_t first, std::size_t last, double context) {
  AlignWindow window{.first = first, .last = last, .from = first, .to = last, .sound = {}};
  while (window.from > 0 && words[first].start - words[window.from - 1].start <= context) --window.from;
  while (window.to < words.size() && words[window.to].end - words[last - 1].end <= context) ++window.to;
  return window;
}

SpeechChunk sound_around(const Word& front, const Word& back, double air, double duration_s) {
  const double start = std::clamp(front.start - air, 0.0, duration_s);
  return {start, std::clamp(back.end + air, start, std::min(duration_s, start + kLongestChunk))};
}

}  // namespace

std::vector<AlignWindow> align_windows(std::span<const Word> words, double duration_s, const WindowLengths& lengths) {
  std::vector<AlignWindow> windows;
  for (std::size_t first = 0; first < words.size();) {
    const std::size_t last = core_end(words, first, lengths.core);
    AlignWindow window = with_context(words, first, last, lengths.context);
    window.sound = sound_around(words[window.from], words[window.to - 1], lengths.air, duration_s);
    windows.push_back(window);
    first = last;
  }
  return windows;
}

}  // namespace podpromo
