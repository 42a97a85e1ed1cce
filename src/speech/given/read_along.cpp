#include "speech/given/read_along.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "speech/share_out.hpp"
#include "speech/word_times.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

// Long, because each begins with a word whose neighbour is not read; without context, because what is not in the sound
// would be put into it.
constexpr WindowLengths kPages{.core = 24, .context = 0, .air = 0.3};
constexpr double kSamePlace = 0.5;        // seconds
constexpr double kFastestLetter = 0.025;  // seconds; nobody talks faster

// Words [first, last) that were not found.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::vector<Run> runs_in(const AlignWindow& window, const std::vector<char>& found) {
  std::vector<Run> runs;
  for (std::size_t i = window.first; i < window.last; ++i) {
    if (found[i] != 0) continue;
    if (runs.empty() || runs.back().last != i) runs.push_back({i, i});
    runs.back().last = i + 1;
  }
  return runs;
}

// What was read of one window, beside what was known before.
class Page {
 public:
  Page(const AlignWindow& window, std::span<const Word> before, std::span<const Word> read)
      : window_(window), before_(before), read_(read) {}

  // True when the found words beside the run are where they were before, at least one of them, and there is the time to
  // say the run.
  bool is_believed(const Run& run) const {
    const bool begins_page = run.first == window_.first, ends_page = run.last == window_.last;
    if (begins_page && ends_page) return false;
    if (!begins_page && std::abs(at(run.first - 1).end - before_[run.first - 1].end) > kSamePlace) return false;
    if (!ends_page && std::abs(at(run.last).start - before_[run.last].start) > kSamePlace) return false;
    std::size_t letters = 0;
    for (std::size_t i = run.first; i < run.last; ++i) letters += code_point_count(before_[i].text);
    return at(run.last - 1).end - at(run.first).start > kFastestLetter * static_cast<double>(letters);
  }

  // Between its neighbours, which keep their times.
  void take(const Run& run, PlacedWords& placed) const {
    const double earliest = run.first == 0 ? 0 : before_[run.first - 1].end;
    const double latest = run.last == before_.size() ? window_.sound.end : before_[run.last].start;
    for (std::size_t i = run.first; i < run.last; ++i) {
      Word& word = placed.words[i];
      word.start = std::clamp(at(i).start, earliest, std::max(earliest, latest));
      word.end = std::clamp(at(i).end, word.start, std::max(word.start, latest));
      placed.found[i] = 1;
    }
  }

 private:
  const Word& at(std::size_t i) const { return read_[i - window_.from]; }
  const AlignWindow& window_;
  std::span<const Word> before_;
  std::span<const Word> read_;
};

// NOLINTNEXTLINE(readability-function-size): by whom, in which language and sound, what, where, and where it goes.
Done read_page(Transcriber& reader, const std::string& language, const Searched& sound, const std::vector<Word>& before,
               const AlignWindow& window, PlacedWords& placed) {
  const auto text = std::span(before).subspan(window.from, window.to - window.from);
  std::vector<Word> words(text.begin(), text.end());
  PODPROMO_TRY(samples, sound.wav.read_span(window.sound.start, window.sound.end));
  PODPROMO_TRY(is_placed, reader.place(samples, window.sound, language, words));
  if (!is_placed) return {};
  begin_after_pauses(words, voice_within(sound.voice, window.sound.start, window.sound.end));
  const Page page(window, before, words);
  for (const Run& run : runs_in(window, placed.found))
    if (page.is_believed(run)) page.take(run, placed);
  return {};
}

}  // namespace

Done read_along(const Readers& readers, const Searched& sound, PlacedWords& placed,
                const std::function<void(double)>& told) {
  const std::vector<Word> before = placed.words;
  auto windows = align_windows(before, sound.wav.duration_s(), kPages);
  std::erase_if(windows, [&](const AlignWindow& window) { return runs_in(window, placed.found).empty(); });
  std::vector<std::unique_ptr<Transcriber>> engines(readers.count);
  const auto read = [&](std::size_t thread, std::size_t page) -> Done {
    if (!engines[thread]) {
      PODPROMO_TRY(engine, readers.engine.make());
      engines[thread] = std::move(engine);
      engines[thread]->stop_with(sound.stop);
    }
    return read_page(*engines[thread], readers.language, sound, before, windows[page], placed);
  };
  const auto done = [&](std::size_t pages) {
    if (told) told(static_cast<double>(pages) / static_cast<double>(windows.size()));
  };
  return share_out(windows.size(), readers.count, read, done, sound.stop);
}

}  // namespace podpromo
