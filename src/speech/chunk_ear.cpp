#include "speech/chunk_ear.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "speech/word_times.hpp"
#include "speech/words/non_speech.hpp"

namespace podpromo {

namespace {

constexpr double kNobodySpeaks = 0.6;      // no-speech probability above which nothing in a chunk is believed
constexpr double kSureEnough = -0.8;       // mean log-probability that a second look at a gap must reach
constexpr double kAirAroundStretch = 0.1;  // seconds given to both sides of a stretch that is heard alone

constexpr double kAnything = -std::numeric_limits<double>::infinity();

double milliseconds(double seconds) { return std::round(seconds * 1000) / 1000; }

}  // namespace

Result<std::vector<Word>> ChunkEar::hear(const SpeechChunk& chunk, std::span<const VoiceSpan> voice,
                                         const std::string& language, double least_log_probability) {
  PODPROMO_TRY(samples, wav_.read_span(chunk.start, chunk.end));
  PODPROMO_TRY(heard, engine_->hear(samples, chunk, language));
  if (heard.no_speech > kNobodySpeaks || heard.mean_log_probability < least_log_probability) return std::vector<Word>{};
  std::vector<Word> words = without_non_speech(std::move(heard.words));
  if (heard.runs_in_circles) words = without_circles(std::move(words));
  if (words.empty()) return words;
  const bool can_align = aligner_ != nullptr && heard.language == "en";
  if (can_align && aligner_->align(samples, chunk.start, words)) {
    split_from_pauses(words, voice);
  } else if (heard.has_times) {
    begin_after_pauses(words, voice);
  } else {
    if (can_align) spdlog::info("words from {:.2f} s to {:.2f} s could not be aligned", chunk.start, chunk.end);
    spread_over_voice(words, voice, chunk);
  }
  settle_times(words, chunk);
  return words;
}

Result<std::vector<Word>> ChunkEar::words_in(const SpeechChunk& chunk, std::span<const VoiceSpan> voice,
                                             const std::string& language) {
  PODPROMO_TRY(words, hear(chunk, voice, language, kAnything));
  for (const SpeechChunk& stretch : unheard_stretches(words, voice)) {
    const SpeechChunk alone{std::max(chunk.start, milliseconds(stretch.start - kAirAroundStretch)),
                            std::min(chunk.end, milliseconds(stretch.end + kAirAroundStretch))};
    const VoiceSpan all{alone.start, alone.end};
    PODPROMO_TRY(found, hear(alone, std::span(&all, 1), language, kSureEnough));
    const auto at = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.start >= stretch.start; });
    words.insert(at, found.begin(), found.end());
  }
  settle_times(words, chunk);
  for (Word& word : words) word.probability = std::round(word.probability * 10000) / 10000;
  return words;
}

}  // namespace podpromo
