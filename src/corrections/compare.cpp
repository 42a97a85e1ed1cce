#include "corrections/corrections.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "corrections/align.hpp"
#include "corrections/share_time.hpp"
#include "corrections/wanted.hpp"

namespace podpromo {

namespace {

// More than this added and taken away is no correction any more.
constexpr std::size_t kMostChanges = 20'000;
// How long a letter takes to say, about and at least; for words that were added.
constexpr double kLetterS = 0.065;
constexpr double kShortestLetterS = 0.03;

// By what words are the same although somebody set a comma or a capital.
std::string spelling(std::string_view word) {
  const auto is_mark = [](unsigned char c) { return c < 0x80 && std::ispunct(c) != 0; };
  std::string_view core = word;
  while (!core.empty() && is_mark(static_cast<unsigned char>(core.front()))) core.remove_prefix(1);
  while (!core.empty() && is_mark(static_cast<unsigned char>(core.back()))) core.remove_suffix(1);
  std::string small(core.empty() ? word : core);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::optional<Pairs> same_words(const Transcript& heard, const WantedTranscript& wanted) {
  std::map<std::string, int, std::less<>> numbers;
  const auto number = [&](const std::string& word) {
    return numbers.try_emplace(spelling(word), static_cast<int>(numbers.size())).first->second;
  };
  std::vector<int> one;
  std::vector<int> other;
  for (const Word& word : heard.words) one.push_back(number(word.text));
  for (const WantedWord& word : wanted.words) other.push_back(number(word.text));
  return same_places(one, other, kMostChanges);
}

// Heard words [heard_first, heard_last) in whose place stand the wanted words [first, last).
struct Unit {
  std::size_t heard_first = 0;
  std::size_t heard_last = 0;
  std::size_t first = 0;
  std::size_t last = 0;

  std::size_t heard_count() const { return heard_last - heard_first; }
  std::size_t count() const { return last - first; }
};

// The two transcripts side by side, cut into the smallest units. Words that were added go with a neighbour, because
// only heard words have times.
class SideBySide {
 public:
  SideBySide(const Transcript& heard, const WantedTranscript& wanted) : heard_(heard), wanted_(wanted) {}

  std::vector<Unit> units(const Pairs& same) {
    for (const auto& [heard, wanted] : same) {
      add({heard_at_, heard, at_, wanted});
      add({heard, heard + 1, wanted, wanted + 1});
    }
    add({heard_at_, heard_.words.size(), at_, wanted_.words.size()});
    return std::move(units_);
  }

 private:
  void add(Unit unit) {
    heard_at_ = unit.heard_last;
    at_ = unit.last;
    if (unit.heard_count() == 0 && unit.count() == 0) return;
    if (unit.heard_count() == 0) return add_to_neighbour(unit);
    unit.first -= waiting_;
    waiting_ = 0;
    if (unit.count() != unit.heard_count()) return units_.push_back(unit);
    for (std::size_t i = 0; i < unit.count(); ++i)
      units_.push_back({unit.heard_first + i, unit.heard_first + i + 1, unit.first + i, unit.first + i + 1});
  }

  void add_to_neighbour(const Unit& unit) {
    if (units_.empty() || begins_next_turn(unit))
      waiting_ = unit.count();
    else
      units_.back().last = unit.last;
  }

  // Somebody said that the added words belong to who speaks next.
  bool begins_next_turn(const Unit& unit) const {
    const auto& speaker = wanted_.words[unit.first].speaker;
    if (!speaker || unit.heard_first == 0 || unit.heard_first >= heard_.words.size()) return false;
    return *speaker == heard_.words[unit.heard_first].speaker && *speaker != heard_.words[unit.heard_first - 1].speaker;
  }

  const Transcript& heard_;
  const WantedTranscript& wanted_;
  std::vector<Unit> units_;
  std::size_t heard_at_ = 0;
  std::size_t at_ = 0;
  std::size_t waiting_ = 0;  // added words that go with the next unit
};

class Timer {
 public:
  Timer(const Transcript& heard, const WantedTranscript& wanted) : heard_(heard), wanted_(wanted) {}

  // Nothing when the unit says what was heard.
  std::optional<Correction> correction(const Unit& unit) const {
    Correction place;
    place.heard.assign(heard_at(unit.heard_first), heard_at(unit.heard_last));
    place.words = words_of(unit);
    if (unit.count() == unit.heard_count())
      keep_times(place);
    else if (!place.words.empty())
      share_times(place, unit);
    if (!choose_speakers(place, unit) && says_the_same(place)) return std::nullopt;
    place.start = place.heard.front().start;
    place.end = place.heard.back().end;
    if (!place.words.empty()) {
      place.start = std::min(place.start, place.words.front().start);
      place.end = std::max(place.end, place.words.back().end);
    }
    return place;
  }

 private:
  std::vector<Word>::const_iterator heard_at(std::size_t index) const {
    return heard_.words.begin() + static_cast<std::ptrdiff_t>(index);
  }

  std::vector<Word> words_of(const Unit& unit) const {
    std::vector<Word> words;
    for (std::size_t i = unit.first; i < unit.last; ++i) words.push_back({.text = wanted_.words[i].text});
    return words;
  }

  static bool says_the_same(const Correction& place) {
    return std::ranges::equal(place.heard, place.words, {}, &Word::text, &Word::text);
  }

  static void keep_times(Correction& place) {
    for (std::size_t i = 0; i < place.words.size(); ++i) {
      place.words[i].start = place.heard[i].start;
      place.words[i].end = place.heard[i].end;
    }
  }

  // Words that were added are said in the silence beside, when the heard ones are there still and it is long enough.
  // Otherwise all of them share the time of the heard ones, and of the silence as far as they have more letters.
  void share_times(Correction& place, const Unit& unit) const {
    const bool before = comes_before(place);
    if (place.words.size() > place.heard.size() && heard_are_kept(place, before) && beside(place, unit, before)) return;
    std::vector<Voiced> voiced;
    for (const Word& word : place.heard) voiced.push_back({word.start, std::max(word.start, word.end)});
    const std::size_t letters = letters_of(place.words);
    const std::size_t fewer = letters_of(place.heard);
    if (letters > fewer) {
      const Voiced silence = silence_beside(unit, before, letters - fewer);
      voiced.insert(before ? voiced.begin() : voiced.end(), silence);
    }
    share_time(place.words, voiced);
  }

  // The added words stand before those that were heard, not behind.
  static bool comes_before(const Correction& place) {
    return spelling(place.words.back().text) == spelling(place.heard.back().text) &&
           spelling(place.words.front().text) != spelling(place.heard.front().text);
  }

  static bool heard_are_kept(const Correction& place, bool before) {
    const std::size_t skip = before ? place.words.size() - place.heard.size() : 0;
    for (std::size_t i = 0; i < place.heard.size(); ++i)
      if (spelling(place.heard[i].text) != spelling(place.words[skip + i].text)) return false;
    return true;
  }

  // False, and nothing done, when the silence is too short.
  bool beside(Correction& place, const Unit& unit, bool before) const {
    const auto kept = static_cast<std::ptrdiff_t>(place.heard.size());
    const auto border = before ? place.words.end() - kept : place.words.begin() + kept;
    std::vector<Word> added(before ? place.words.begin() : border, before ? border : place.words.end());
    const Voiced silence = silence_beside(unit, before, letters_of(added));
    if (silence.length() < kShortestLetterS * static_cast<double>(letters_of(added))) return false;
    share_time(added, {silence});
    std::ranges::copy(added, before ? place.words.begin() : border);
    auto word = before ? border : place.words.begin();
    for (const Word& heard : place.heard) {
      word->start = heard.start;
      word->end = heard.end;
      ++word;
    }
    return true;
  }

  // The silence beside a unit, as much of it as so many letters take.
  Voiced silence_beside(const Unit& unit, bool before, std::size_t letters) const {
    const double wish = kLetterS * static_cast<double>(letters);
    if (before) {
      const double end = heard_.words[unit.heard_first].start;
      const double start = unit.heard_first == 0 ? 0 : heard_.words[unit.heard_first - 1].end;
      return {std::min(end, std::max(start, end - wish)), end};
    }
    const double start = heard_.words[unit.heard_last - 1].end;
    const bool is_last = unit.heard_last == heard_.words.size();
    const double end = is_last ? start + wish : std::min(heard_.words[unit.heard_last].start, start + wish);
    return {start, std::max(start, end)};
  }

  // True when somebody gave a word to another speaker than was heard. Whoever was heard is not written down, because
  // they may be told apart better one day.
  bool choose_speakers(Correction& place, const Unit& unit) const {
    bool chosen = false;
    const std::vector<Word> as_heard = corrected_words(place);
    for (std::size_t i = 0; i < place.words.size(); ++i) {
      const auto& speaker = wanted_.words[unit.first + i].speaker;
      if (!speaker || *speaker == as_heard[i].speaker) continue;
      place.words[i].speaker = *speaker;
      chosen = true;
    }
    return chosen;
  }

  static std::vector<Word> corrected_words(const Correction& place) {
    Transcript heard;
    heard.words = place.heard;
    return corrected(heard, {.places = {place}, .names = {}}).words;
  }

  const Transcript& heard_;
  const WantedTranscript& wanted_;
};

// Who was added and says something. The words of `places` get their new indices, without gaps.
AddedSpeakers added_speakers(const Transcript& heard, const WantedTranscript& wanted, std::vector<Correction>& places) {
  AddedSpeakers added{.first = static_cast<int>(heard.speakers.size()), .names = {}};
  std::map<int, int> numbers;
  for (const Correction& place : places)
    for (const Word& word : place.words)
      if (word.speaker >= added.first) numbers.emplace(word.speaker, 0);
  if (numbers.empty()) return {};
  for (auto& [wanted_number, number] : numbers) {
    number = added.first + static_cast<int>(added.names.size());
    added.names.push_back(wanted.speakers[static_cast<std::size_t>(wanted_number)]);
  }
  for (Correction& place : places)
    for (Word& word : place.words)
      if (word.speaker >= added.first) word.speaker = numbers.at(word.speaker);
  return added;
}

}  // namespace

Result<Corrections> corrections_between(const Transcript& heard, const WantedTranscript& wanted) {
  PODPROMO_TRY(check_wanted(heard, wanted));
  const auto same = same_words(heard, wanted);
  if (!same)
    return failure(Fault::bad_request, "this is another transcript: too much differs from what was heard",
                   "Correct it in smaller steps, or upload the episode with the transcript you have.");
  Corrections corrections;
  const Timer timer(heard, wanted);
  for (const Unit& unit : SideBySide(heard, wanted).units(*same))
    if (auto place = timer.correction(unit)) corrections.places.push_back(*std::move(place));
  for (std::size_t i = 0; i < heard.speakers.size(); ++i)
    if (wanted.speakers[i] != heard.speakers[i]) corrections.names.push_back({heard.speakers[i], wanted.speakers[i]});
  corrections.added = added_speakers(heard, wanted, corrections.places);
  return corrections;
}

}  // namespace podpromo
