#include "corrections/corrections.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "episode/fillers.hpp"

namespace podpromo {

namespace {

// Which of the words [first, last) a correction replaces.
struct Range {
  std::size_t first = 0;
  std::size_t last = 0;
  bool exact = false;  // the very words that it was made for
};

// Files keep milliseconds.
constexpr double kSameTime = 0.0015;

double middle(const Word& word) { return (word.start + word.end) / 2; }

bool same_heard(const Word& one, const Word& other) {
  return one.text == other.text && std::abs(one.start - other.start) < kSameTime;
}

class Applier {
 public:
  Applier(const Transcript& heard, const Corrections& corrections) : heard_(heard), corrections_(corrections) {
    result_ = heard;
    result_.words.clear();
  }

  Transcript result() {
    for (const Correction& place : corrections_.places) {
      const Range range = range_of(place);
      keep_until(range.first);
      replace(place, range);
      next_ = range.last;
    }
    keep_until(heard_.words.size());
    // Where somebody wrote a word is none left over.
    result_.fillers = fillers_between(std::move(result_.fillers), result_.words);
    for (std::string& speaker : result_.speakers) speaker = name_of(speaker);
    for (const std::string& name : corrections_.added.names) result_.speakers.push_back(name);
    return std::move(result_);
  }

 private:
  const std::vector<Word>& words() const { return heard_.words; }

  std::string name_of(const std::string& speaker) const {
    const auto chosen = std::ranges::find(corrections_.names, speaker, &SpeakerName::heard);
    return chosen == corrections_.names.end() ? speaker : chosen->name;
  }

  Range range_of(const Correction& place) const {
    const auto from = words().begin() + static_cast<std::ptrdiff_t>(next_);
    const auto near =
        std::ranges::lower_bound(from, words().end(), place.heard.front().start - kSameTime, {}, &Word::start);
    // Words without a length begin at the same time as the next.
    for (auto at = near; at != words().end() && at->start < place.heard.front().start + kSameTime; ++at)
      if (is_at(place, at)) {
        const auto first = static_cast<std::size_t>(at - words().begin());
        return {first, first + place.heard.size(), true};
      }
    const auto first =
        std::ranges::find_if(from, words().end(), [&](const Word& w) { return middle(w) >= place.start; });
    const auto last = std::find_if(first, words().end(), [&](const Word& w) { return middle(w) >= place.end; });
    return {static_cast<std::size_t>(first - words().begin()), static_cast<std::size_t>(last - words().begin()), false};
  }

  bool is_at(const Correction& place, std::vector<Word>::const_iterator at) const {
    return static_cast<std::size_t>(words().end() - at) >= place.heard.size() &&
           std::equal(place.heard.begin(), place.heard.end(), at, same_heard);
  }

  void keep_until(std::size_t index) {
    for (; next_ < index; ++next_) result_.words.push_back(words()[next_]);
  }

  // Other ears may have set the borders of the words around it elsewhere; they keep theirs.
  void replace(const Correction& place, const Range& range) {
    const double latest =
        range.last < words().size() ? words()[range.last].start : std::numeric_limits<double>::infinity();
    for (Word word : place.words) {
      const double earliest = result_.words.empty() ? 0 : result_.words.back().end;
      if (!range.exact) {
        word.start = std::max(earliest, std::min(word.start, latest));
        word.end = std::max(word.start, std::min(word.end, latest));
      }
      word.speaker = chosen_speaker(word.speaker).value_or(speaker_at(middle(word), range));
      result_.words.push_back(std::move(word));
    }
  }

  // Whom somebody chose, in what is heard now; nothing when nobody did, or when they are not told apart any more.
  std::optional<int> chosen_speaker(int speaker) const {
    const AddedSpeakers& added = corrections_.added;
    const auto heard_now = static_cast<int>(heard_.speakers.size());
    const auto added_count = static_cast<int>(added.names.size());
    if (speaker >= added.first && speaker - added.first < added_count) return heard_now + speaker - added.first;
    if (speaker < 0 || speaker >= heard_now || (added_count > 0 && speaker >= added.first)) return std::nullopt;
    return speaker;
  }

  // Of the replaced word that is nearest; of the word before when there was none.
  int speaker_at(double time, const Range& range) const {
    if (range.first == range.last) return result_.words.empty() ? -1 : result_.words.back().speaker;
    const Word* nearest = &words()[range.first];
    for (std::size_t i = range.first; i < range.last; ++i)
      if (std::abs(middle(words()[i]) - time) < std::abs(middle(*nearest) - time)) nearest = &words()[i];
    return nearest->speaker;
  }

  const Transcript& heard_;
  const Corrections& corrections_;
  Transcript result_;
  std::size_t next_ = 0;
};

}  // namespace

Transcript corrected(const Transcript& heard, const Corrections& corrections) {
  if (corrections.empty()) return heard;
  return Applier(heard, corrections).result();
}

}  // namespace podpromo
