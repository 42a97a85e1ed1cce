#include "speech/chunk_ear.hpp"

#include <spdlog/logger.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/log_here.hpp"
#include "episode/fillers.hpp"
#include "speech/fillers.hpp"
#include "speech/milliseconds.hpp"
#include "speech/word_times.hpp"
#include "speech/words/non_speech.hpp"

namespace podpromo {

namespace {

constexpr double kNobodySpeaks = 0.6;      // no-speech probability above which nothing in a chunk is believed
constexpr double kSureEnough = -0.8;       // mean log-probability that a second look at a gap must reach
constexpr double kAirAroundStretch = 0.1;  // seconds given to both sides of a stretch that is heard alone
constexpr double kEngineShare = 0.85;      // of the time that a group takes; times are the rest

std::span<const float> stretch_of(const ChunkSound& sound, const SpeechChunk& stretch) {
  const auto sample_at = [&](double second) {
    const double sample = std::round((second - sound.chunk.start) * kSamplesPerSecond);
    return static_cast<std::size_t>(std::clamp(sample, 0.0, static_cast<double>(sound.samples.size())));
  };
  const std::size_t first = sample_at(stretch.start), last = std::max(first, sample_at(stretch.end));
  return std::span(sound.samples).subspan(first, last - first);
}

}  // namespace

// A stretch of a chunk that is timed on its own.
struct ChunkEar::Part {
  SpeechChunk chunk;
  std::span<const VoiceSpan> voice;
  std::vector<Word> words;
  std::vector<Filler> fillers = {};
};

// Half a minute is followed well, ten minutes are not: a longer chunk is cut in its pauses, and each part gets the
// words that the engine's times put there.
std::vector<ChunkEar::Part> ChunkEar::parts_of(std::vector<Word> words, const SpeechChunk& chunk,
                                               std::span<const VoiceSpan> voice) {
  std::vector<Part> parts;
  if (chunk.end - chunk.start <= kLongestChunk || voice.empty()) {
    parts.push_back({chunk, voice, std::move(words)});
    return parts;
  }
  for (const PackedChunk& packed : pack_chunks(voice))
    parts.push_back({packed.chunk, voice.subspan(packed.first, packed.last - packed.first), {}});
  std::size_t part = 0;
  for (Word& word : words) {
    const double middle = (word.start + word.end) / 2;
    while (part + 1 < parts.size() && middle > (parts[part].chunk.end + parts[part + 1].chunk.start) / 2) ++part;
    parts[part].words.push_back(std::move(word));
  }
  std::erase_if(parts, [](const Part& empty) { return empty.words.empty(); });
  return parts;
}

Result<ChunkSound> ChunkEar::sound_of(const SpeechChunk& chunk) const {
  PODPROMO_TRY(samples, wav_.read_span(chunk.start, chunk.end));
  return ChunkSound{chunk, std::move(samples)};
}

Aligner* ChunkEar::aligner_for(const std::string& language) {
  if (language != "en" || !make_aligner_) return nullptr;
  if (!aligner_) aligner_ = make_aligner_();
  return aligner_->get();
}

ChunkWords ChunkEar::timed(HeardChunk heard, const ChunkSound& sound, std::span<const VoiceSpan> voice) {
  ChunkWords all{.language = heard.language, .words = {}};
  if (heard.no_speech > kNobodySpeaks) return all;
  std::vector<Word> words = without_non_speech(std::move(heard.words));
  if (heard.runs_in_circles) words = without_circles(std::move(words));
  if (words.empty()) return all;
  heard.words.clear();
  for (Part& part : parts_of(std::move(words), sound.chunk, voice)) {
    time_part(heard, sound, part);
    std::ranges::move(part.words, std::back_inserter(all.words));
    std::ranges::move(part.fillers, std::back_inserter(all.fillers));
  }
  settle_times(all.words, sound.chunk);
  all.fillers = settled_fillers(std::move(all.fillers), sound.chunk);
  return all;
}

void ChunkEar::time_part(const HeardChunk& heard, const ChunkSound& sound, Part& part) {
  const SpeechChunk& chunk = part.chunk;
  Aligner* const aligner = aligner_for(heard.language);
  const auto alignment =
      aligner == nullptr ? std::nullopt : aligner->align(stretch_of(sound, chunk), chunk.start, part.words);
  if (alignment) {
    part.fillers = unwritten_fillers(alignment->fillers, part.words);
    split_from_pauses(part.words, part.voice);
  } else if (heard.has_times) {
    begin_after_pauses(part.words, part.voice);
  } else {
    if (aligner != nullptr)
      log_here()->info("words from {:.2f} s to {:.2f} s could not be aligned", chunk.start, chunk.end);
    spread_over_voice(part.words, part.voice, chunk);
  }
}

// Somebody speaks there, but guesses are not wanted: the engine has heard it once and found nothing.
Result<ChunkWords> ChunkEar::heard_again(const SpeechChunk& stretch, const std::string& language) {
  PODPROMO_TRY(sound, sound_of(stretch));
  PODPROMO_TRY(heard, engine_->hear(sound.samples, stretch, language));
  if (heard.mean_log_probability < kSureEnough) return ChunkWords{};
  const VoiceSpan all{stretch.start, stretch.end};
  return timed(std::move(heard), sound, std::span(&all, 1));
}

Done ChunkEar::look_into_gaps(const VoicedChunk& voiced, ChunkWords& chunk_words) {
  const SpeechChunk& chunk = voiced.chunk;
  std::vector<Word>& words = chunk_words.words;
  std::vector<Filler>& fillers = chunk_words.fillers;
  for (const SpeechChunk& stretch : unheard_stretches(words, voiced.voice)) {
    const SpeechChunk alone{std::max(chunk.start, milliseconds(stretch.start - kAirAroundStretch)),
                            std::min(chunk.end, milliseconds(stretch.end + kAirAroundStretch))};
    PODPROMO_TRY(found, heard_again(alone, chunk_words.language));
    if (found.words.empty()) continue;
    const auto at = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.start >= stretch.start; });
    words.insert(at, found.words.begin(), found.words.end());
    // What seemed a hesitation while its words were not known.
    std::erase_if(fillers, [&](const Filler& one) { return one.start < alone.end && one.end > alone.start; });
    std::ranges::move(found.fillers, std::back_inserter(fillers));
  }
  settle_times(words, chunk);
  fillers = fillers_between(std::move(fillers), words);
  return {};
}

Result<GroupWords> ChunkEar::words_in(std::span<const VoicedChunk> group, const std::string& language,
                                      const Advanced& advanced) {
  std::vector<ChunkSound> sounds;
  for (const VoicedChunk& voiced : group) {
    PODPROMO_TRY(sound, sound_of(voiced.chunk));
    sounds.push_back(std::move(sound));
  }
  if (advanced) engine_->tell([&](double fraction) { advanced(kEngineShare * fraction); });
  auto heard = engine_->hear_together(sounds, language);
  engine_->tell({});
  if (!heard) return std::unexpected(heard.error());
  GroupWords all;
  for (std::size_t i = 0; i < group.size(); ++i) {
    ChunkWords found = timed(std::move((*heard)[i]), sounds[i], group[i].voice);
    PODPROMO_TRY(look_into_gaps(group[i], found));
    for (Word& word : found.words) word.probability = std::round(word.probability * 10000) / 10000;
    all.push_back(std::move(found));
    if (advanced)
      advanced(kEngineShare + (1 - kEngineShare) * static_cast<double>(i + 1) / static_cast<double>(group.size()));
  }
  return all;
}

}  // namespace podpromo
