#include "speech/speakers/speaker_turns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

namespace {

// Seconds that they share; when none, less than 0 by what lies between them.
double shared(const SpeakerTurn& turn, double start, double end) {
  return std::min(turn.end, end) - std::max(turn.start, start);
}

// Turns are in order and don't overlap, so those that could be meant stand together.
int speaker_at(std::span<const SpeakerTurn> turns, double start, double end) {
  const auto after = std::ranges::lower_bound(turns, end, {}, &SpeakerTurn::start);
  const SpeakerTurn* best = nullptr;
  for (auto turn = after; turn != turns.begin();) {
    --turn;
    if (best != nullptr && turn->end <= start && shared(*turn, start, end) <= shared(*best, start, end)) break;
    if (best == nullptr || shared(*turn, start, end) > shared(*best, start, end)) best = &*turn;
  }
  if (after != turns.end() && (best == nullptr || shared(*after, start, end) > shared(*best, start, end)))
    best = &*after;
  return best == nullptr ? -1 : best->speaker;
}

// A full stop, or a pause as voice spans are cut in.
bool ends_in_one_go(const Word& word, const Word& next) {
  constexpr double kPauseS = 0.3;
  constexpr std::array<std::string_view, 7> kEnds{".", "?", "!", "…", "。", "？", "！"};
  if (next.start - word.end >= kPauseS) return true;
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return word.text.ends_with(end); });
}

// Who says most of the words; nobody when a second one says more than a change in the wrong place would leave them.
std::optional<int> main_speaker(std::span<const Word> words) {
  constexpr double kSurelyS = 2.5;
  std::map<int, double> seconds;
  for (const Word& word : words) seconds[word.speaker] += word.end - word.start;
  const auto most = std::ranges::max_element(seconds, {}, [](const auto& entry) { return entry.second; });
  for (const auto& [speaker, time] : seconds)
    if (speaker != most->first && time > kSurelyS) return std::nullopt;
  return most->first;
}

}  // namespace

std::size_t speakers_in(std::span<const SpeakerTurn> turns) {
  std::size_t count = 0;
  for (const SpeakerTurn& turn : turns) count = std::max(count, static_cast<std::size_t>(turn.speaker) + 1);
  return count;
}

void name_speakers(std::vector<Word>& words, std::span<const SpeakerTurn> turns) {
  for (Word& word : words) word.speaker = speaker_at(turns, word.start, word.end);
  for (std::size_t first = 0, i = 0; i < words.size(); ++i) {
    if (i + 1 < words.size() && !ends_in_one_go(words[i], words[i + 1])) continue;
    const auto together = std::span(words).subspan(first, i + 1 - first);
    if (const auto speaker = main_speaker(together))
      for (Word& word : together) word.speaker = *speaker;
    first = i + 1;
  }
}

void name_speakers(Transcript& transcript, std::span<const SpeakerTurn> turns) {
  name_speakers(transcript.words, turns);
  transcript.speakers.clear();
  for (std::size_t i = 0; i < speakers_in(turns); ++i)
    transcript.speakers.push_back("Speaker " + std::to_string(i + 1));
}

std::vector<bool> changes_before(std::span<const VoiceSpan> voice, std::span<const SpeakerTurn> turns) {
  constexpr double kMoment = 0.3;
  std::vector<bool> changes(voice.size(), false);
  for (std::size_t i = 1; i < voice.size() && !turns.empty(); ++i)
    changes[i] = speaker_at(turns, voice[i - 1].end - kMoment, voice[i - 1].end) !=
                 speaker_at(turns, voice[i].start, voice[i].start + kMoment);
  return changes;
}

}  // namespace podpromo
