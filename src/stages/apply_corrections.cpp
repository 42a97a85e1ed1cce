#include <algorithm>

#include "corrections/corrections.hpp"
#include "stages/stage_run.hpp"
#include "titles/title.hpp"

namespace podpromo {

namespace {

struct Range {
  std::size_t first = 0;
  std::size_t last = 0;
};

// The words that are said in a clip, by the same rule as captions go by.
Range words_in(const Transcript& transcript, const Clip& clip) {
  const auto middle = [](const Word& word) { return (word.start + word.end) / 2; };
  const auto& words = transcript.words;
  const auto first = std::ranges::lower_bound(words, clip.start, {}, middle);
  const auto last = std::ranges::lower_bound(first, words.end(), clip.end, {}, middle);
  return {static_cast<std::size_t>(first - words.begin()), static_cast<std::size_t>(last - words.begin())};
}

// A clip that says the same as before only learns where its words stand now. Another keeps its title when no word is
// left to take one from.
void follow(Clip& clip, const Transcript& heard, const Transcript& now) {
  const Range was = words_in(heard, clip);
  const Range is = words_in(now, clip);
  std::string text = text_of(now, is.first, is.last);
  if (text == text_of(heard, was.first, was.last)) {
    clip.first_word += is.first - was.first;
    clip.last_word += is.last - was.last;
    return;
  }
  clip.first_word = is.first;
  clip.last_word = is.last;
  clip.text = std::move(text);
  const auto titles = titles_for(clip, now, 1);
  if (!titles.empty()) clip.title = titles.front();
}

}  // namespace

Done apply_corrections(const fs::path& file, EpisodeResult& so_far) {
  if (file.empty()) return {};
  PODPROMO_TRY(corrections, load_corrections(file));
  if (corrections.empty()) return {};
  Transcript now = corrected(so_far.transcript, corrections);
  for (Clip& clip : so_far.moments.clips) follow(clip, so_far.transcript, now);
  so_far.transcript = std::move(now);
  return {};
}

}  // namespace podpromo
