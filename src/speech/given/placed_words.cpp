#include "speech/given/placed_words.hpp"

#include <algorithm>

#include "speech/fillers.hpp"
#include "speech/word_times.hpp"

namespace podpromo {

namespace {

constexpr double kShiftStep = 4;       // a window bears with times that are this much off, half to either side
constexpr std::size_t kProbes = 5;     // passages that are looked for
constexpr std::size_t kProbesHit = 2;  // of which so many must be there
constexpr WindowLengths kProbeLengths{.core = 8, .context = 3, .air = 0.75};
constexpr double kFastestTalk = 9;  // words per second that no aligner needs to try
// A few words that are mumbled fit badly though they are right, and lie between others that fit: what counts is a word
// with so many neighbours on both sides.
constexpr std::size_t kNeighbours = 8;
constexpr double kFitsAmongOthers = 4.8;

// The words of `window`, when they could be said in the time that its sound takes.
std::optional<std::vector<Word>> words_to_align(std::span<const Word> words, const AlignWindow& window) {
  const double seconds = window.sound.end - window.sound.start;
  const std::size_t count = window.to - window.from;
  if (count == 0 || static_cast<double>(count) > kFastestTalk * seconds) return std::nullopt;
  const auto part = words.subspan(window.from, count);
  return std::vector<Word>(part.begin(), part.end());
}

AlignWindow moved(AlignWindow window, double shift, double duration_s) {
  window.sound.start = std::clamp(window.sound.start + shift, 0.0, duration_s);
  window.sound.end = std::clamp(window.sound.end + shift, window.sound.start, duration_s);
  return window;
}

// The mean misfit of words [first, last), by their length.
double misfit_of(std::span<const Word> words, std::span<const double> misfits, std::size_t first, std::size_t last) {
  double sum = 0, length = 0;
  for (std::size_t i = first; i < last; ++i) {
    sum += misfits[i] * (words[i].end - words[i].start);
    length += words[i].end - words[i].start;
  }
  return length > 0 ? sum / length : 2 * kFits;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// How much later the words of the probe are said than they claim, when they are there.
struct Probe {
  AlignWindow window;
  double shift = 0;  // where it is looked for
  std::optional<double> late;
};

// Windows with much to say, spread over the episode.
std::vector<Probe> probes_in(std::span<const Word> words, double duration_s) {
  auto windows = align_windows(words, duration_s, kProbeLengths);
  std::vector<std::size_t> sizes;
  for (const AlignWindow& window : windows) sizes.push_back(window.last - window.first);
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
  const std::size_t enough = sizes[sizes.size() / 2];
  std::erase_if(windows, [&](const AlignWindow& window) { return window.last - window.first < enough; });
  std::vector<Probe> probes;
  const std::size_t count = std::min(kProbes, windows.size());
  for (std::size_t i = 0; i < count; ++i)
    probes.push_back({windows[(2 * i + 1) * windows.size() / (2 * count)], 0, {}});
  return probes;
}

Done look_for(Aligner& aligner, const Searched& sound, std::span<const Word> words, Probe& probe) {
  probe.late.reset();
  const AlignWindow window = moved(probe.window, probe.shift, sound.wav.duration_s());
  auto wanted = words_to_align(words, window);
  if (!wanted) return {};
  PODPROMO_TRY(samples, sound.wav.read_span(window.sound.start, window.sound.end));
  const auto alignment = aligner.align_once(samples, window.sound.start, *wanted);
  if (!alignment) return {};
  const std::size_t first = window.first - window.from, last = window.last - window.from;
  if (misfit_of(*wanted, alignment->misfits, first, last) >= kFits) return {};
  std::vector<double> late;
  for (std::size_t i = first; i < last; ++i) late.push_back((*wanted)[i].start - words[window.from + i].start);
  probe.late = median(std::move(late));
  return {};
}

// How much later the words of most probes are said, when enough of them are there.
Result<std::optional<double>> late_around(AlignCrew& crew, const Searched& sound, std::span<const Word> words,
                                          std::vector<Probe>& probes) {
  PODPROMO_TRY(crew.work(
      probes.size(), [&](Aligner& aligner, std::size_t i) { return look_for(aligner, sound, words, probes[i]); }, {},
      sound.stop));
  std::vector<double> late;
  for (const Probe& probe : probes)
    if (probe.late) late.push_back(*probe.late);
  if (late.size() < std::min(kProbesHit, probes.size())) return std::nullopt;
  return median(std::move(late));
}

// Where captions may be as a whole, nearest first.
std::vector<double> possible_shifts() {
  std::vector<double> shifts{0};
  for (double distance = kShiftStep; distance <= kLargestShift; distance += kShiftStep)
    shifts.insert(shifts.end(), {-distance, distance});
  return shifts;
}

// Copies the times of the core's words that fit their sound, averaged over their neighbours.
void keep_what_fits(const AlignWindow& window, const std::vector<Word>& aligned, const std::vector<double>& misfits,
                    PlacedWords& placed) {
  for (std::size_t i = window.first; i < window.last; ++i) {
    const std::size_t at = i - window.from;
    const std::size_t first = at > kNeighbours ? at - kNeighbours : 0;
    const std::size_t last = std::min(aligned.size(), at + kNeighbours + 1);
    if (misfit_of(aligned, misfits, first, last) >= kFitsAmongOthers) continue;
    placed.words[i].start = aligned[at].start;
    placed.words[i].end = aligned[at].end;
    placed.found[i] = 1;
  }
}

// NOLINTNEXTLINE(readability-function-size): with what, where, which words by which window, and where they go.
Result<std::vector<Filler>> align_window(Aligner& aligner, const Searched& sound, const std::vector<Word>& words,
                                         const AlignWindow& window, PlacedWords& placed) {
  auto wanted = words_to_align(words, window);
  if (!wanted) return std::vector<Filler>{};
  PODPROMO_TRY(samples, sound.wav.read_span(window.sound.start, window.sound.end));
  auto alignment = aligner.align_once(samples, window.sound.start, *wanted);
  if (!alignment) alignment = aligner.align(samples, window.sound.start, *wanted);
  if (!alignment) return std::vector<Filler>{};
  const std::size_t first = window.first - window.from, last = window.last - window.from;
  auto fillers = unwritten_fillers(alignment->fillers, *wanted);
  std::erase_if(fillers, [&](const Filler& filler) {
    return filler.start < (*wanted)[first].start || filler.end > (*wanted)[last - 1].end;
  });
  split_from_pauses(*wanted, voice_within(sound.voice, window.sound.start, window.sound.end));
  keep_what_fits(window, *wanted, alignment->misfits, placed);
  // Beside a word that isn't there, what sounds like a hesitation is the word that was said instead.
  std::erase_if(fillers, [&](const Filler& filler) {
    const auto next =
        std::find_if(wanted->begin(), wanted->end(), [&](const Word& w) { return w.start > filler.start; });
    return next == wanted->end() || placed.found[window.from + static_cast<std::size_t>(next - wanted->begin())] == 0;
  });
  return fillers;
}

// Gives words that were not found times inside `room`.
void spread_run(std::span<Word> words, std::span<const VoiceSpan> voice, const VoiceSpan& room) {
  std::vector<Word> run(words.begin(), words.end());
  spread_over_voice(run, voice_within(voice, room.start, room.end), {room.start, room.end});
  std::copy(run.begin(), run.end(), words.begin());
}

}  // namespace

double PlacedWords::found_share() const {
  if (words.empty()) return 1;
  return static_cast<double>(std::count(found.begin(), found.end(), 1)) / static_cast<double>(words.size());
}

std::vector<VoiceSpan> voice_within(std::span<const VoiceSpan> voice, double start, double end) {
  std::vector<VoiceSpan> inside;
  auto span = std::upper_bound(voice.begin(), voice.end(), start,
                               [](double at, const VoiceSpan& candidate) { return at < candidate.end; });
  for (; span != voice.end() && span->start < end; ++span)
    inside.push_back({std::max(span->start, start), std::min(span->end, end)});
  return inside;
}

Result<std::optional<double>> found_shift(AlignCrew& crew, const Searched& sound, std::span<const Word> words) {
  if (words.empty()) return std::nullopt;
  auto probes = probes_in(words, sound.wav.duration_s() + kLargestShift);
  for (const double shift : possible_shifts()) {
    for (Probe& probe : probes) probe.shift = shift;
    PODPROMO_TRY(late, late_around(crew, sound, words, probes));
    if (late) return late;
  }
  return std::nullopt;
}

Done align_words(AlignCrew& crew, const Searched& sound, PlacedWords& placed, const std::function<void(double)>& told) {
  const std::vector<Word> before = placed.words;
  placed.fillers.clear();
  const auto windows = align_windows(before, sound.wav.duration_s());
  std::vector<std::vector<Filler>> fillers(windows.size());
  PODPROMO_TRY(crew.work(
      windows.size(),
      [&](Aligner& aligner, std::size_t i) -> Done {
        PODPROMO_TRY(found, align_window(aligner, sound, before, windows[i], placed));
        fillers[i] = std::move(found);
        return {};
      },
      [&](std::size_t done) {
        if (told) told(static_cast<double>(done) / static_cast<double>(windows.size()));
      },
      sound.stop));
  for (const auto& some : fillers) placed.fillers.insert(placed.fillers.end(), some.begin(), some.end());
  return {};
}

void take_heard_times(PlacedWords& placed, std::span<const Word> heard, std::span<const MatchedWord> matches) {
  for (const MatchedWord& match : matches) {
    placed.words[match.reference].start = heard[match.heard].start;
    placed.words[match.reference].end = heard[match.heard].end;
    placed.found[match.reference] = 1;
  }
}

void settle_placed(PlacedWords& placed, std::span<const VoiceSpan> voice, double duration_s, bool trust_times) {
  auto& words = placed.words;
  double free_from = 0;
  for (std::size_t first = 0; first < words.size();) {
    if (placed.found[first] != 0) {
      free_from = std::max(free_from, words[first++].end);
      continue;
    }
    std::size_t last = first;
    while (last < words.size() && placed.found[last] == 0) ++last;
    const double free_to = last < words.size() ? std::max(free_from, words[last].start) : duration_s;
    VoiceSpan room{free_from, free_to};
    if (trust_times) {
      const VoiceSpan own{std::max(free_from, words[first].start), std::min(free_to, words[last - 1].end)};
      if (own.end - own.start >= kShortestWord * static_cast<double>(last - first)) room = own;
    }
    spread_run(std::span(words).subspan(first, last - first), voice, room);
    first = last;
  }
  settle_times(words, {0, duration_s});
}

}  // namespace podpromo
