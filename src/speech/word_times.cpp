#include "speech/word_times.hpp"

#include <algorithm>

#include "speech/milliseconds.hpp"
#include "speech/pack.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

// Silences shorter than this between padded spans are breath, not pause.
constexpr double kPause = 0.1;

double weight(const Word& word) { return 1.0 + static_cast<double>(code_point_count(word.text)); }

// Walks along the voice: `spoken` seconds of speech from its beginning are at this second of the episode.
double after_speaking(double spoken, std::span<const VoiceSpan> voice, bool at_end) {
  for (const VoiceSpan& span : voice) {
    const double length = span.end - span.start;
    if (spoken < length || (at_end && spoken <= length)) return span.start + spoken;
    spoken -= length;
  }
  return voice.back().end;
}

template <typename OnPause>
void for_each_pause(std::span<const VoiceSpan> voice, OnPause on_pause) {
  for (std::size_t i = 1; i < voice.size(); ++i)
    if (voice[i].start - voice[i - 1].end >= kPause) on_pause(VoiceSpan{voice[i - 1].end, voice[i].start});
}

}  // namespace

void spread_over_voice(std::vector<Word>& words, std::span<const VoiceSpan> voice, const SpeechChunk& chunk) {
  const VoiceSpan whole{chunk.start, chunk.end};
  if (voice.empty()) voice = std::span(&whole, 1);
  double speaking = 0, letters = 0;
  for (const VoiceSpan& span : voice) speaking += span.end - span.start;
  for (const Word& word : words) letters += weight(word);
  double done = 0;
  for (Word& word : words) {
    word.start = after_speaking(speaking * done / letters, voice, false);
    done += weight(word);
    word.end = after_speaking(speaking * done / letters, voice, true);
  }
  split_from_pauses(words, voice);
}

void begin_after_pauses(std::vector<Word>& words, std::span<const VoiceSpan> voice) {
  for_each_pause(voice, [&](const VoiceSpan& pause) {
    for (Word& word : words) {
      const bool ends_in_pause = word.end > pause.start && word.end <= pause.end && word.start < pause.start;
      if (ends_in_pause) word.end = pause.start;
      if (word.start < pause.end && word.end > pause.end) word.start = pause.end;
    }
  });
}

void split_from_pauses(std::vector<Word>& words, std::span<const VoiceSpan> voice) {
  for_each_pause(voice, [&](const VoiceSpan& pause) {
    for (Word& word : words) {
      if (word.start >= pause.start || word.end <= pause.end) continue;
      if (pause.start - word.start >= word.end - pause.end)
        word.end = pause.start;
      else
        word.start = pause.end;
    }
  });
}

void settle_times(std::vector<Word>& words, const SpeechChunk& chunk) {
  double free_from = chunk.start;
  for (Word& word : words) {
    word.start = std::clamp(word.start, free_from, std::max(free_from, chunk.end));
    word.end = std::max(word.end, word.start + kShortestWord);
    free_from = word.end;
  }
  double free_to = chunk.end;
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    word->end = std::min(word->end, free_to);
    word->start = std::max(chunk.start, std::min(word->start, word->end - kShortestWord));
    free_to = word->start;
  }
  for (Word& word : words) {
    word.start = milliseconds(word.start);
    word.end = std::max(milliseconds(word.end), word.start);
  }
}

std::vector<SpeechChunk> unheard_stretches(std::span<const Word> words, std::span<const VoiceSpan> voice,
                                           double shortest) {
  std::vector<SpeechChunk> stretches;
  const auto note = [&](double from, double to) {
    if (to - from < shortest) return;
    if (!stretches.empty() && from - stretches.back().end < kLongestPauseInChunk)
      stretches.back().end = to;
    else
      stretches.push_back({from, to});
  };
  for (const VoiceSpan& span : voice) {
    double silent_from = span.start + kVoicePad;
    const double span_end = span.end - kVoicePad;
    for (const Word& word : words) {
      if (word.end <= silent_from || word.start >= span_end) continue;
      note(silent_from, word.start);
      silent_from = word.end;
    }
    note(silent_from, span_end);
  }
  return stretches;
}

}  // namespace podpromo
