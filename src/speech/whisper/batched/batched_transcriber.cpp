#include "speech/whisper/batched/batched_transcriber.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "speech/wav.hpp"
#include "speech/whisper/batched/beam_search.hpp"
#include "speech/whisper/batched/forced_reading.hpp"
#include "speech/whisper/batched/greedy_search.hpp"
#include "speech/whisper/batched/known_text.hpp"
#include "speech/whisper/batched/warped_times.hpp"
#include "speech/whisper/languages.hpp"
#include "speech/whisper/second_try.hpp"
#include "speech/words/text_tokens.hpp"

namespace podpromo {

namespace {

// More texts at once make each cheaper, eight of them by as much as can be had; but all their sounds are in memory.
constexpr std::size_t kMostTogether = 8;
// A text that the greedy search is less sure of is searched again with a beam, while its sound is still there.
constexpr double kSure = -0.5;  // mean log-probability
// So much less likely, in nats, a text may be that has a word which was listened for.
constexpr double kWorthOfWord = 5;
constexpr std::size_t kCarefulBeams = 5;
constexpr std::size_t kCarefulTogether = 2;
constexpr std::size_t kMostSoundBytes = 300'000'000;
// Attention is ahead of the sound by about 70 ms, measured on speech whose words are known to the millisecond.
constexpr double kAttentionLag = 0.07;
constexpr double kPositionsPerSecond = 50;
constexpr double kEncoderShare = 0.55;  // of the time a sound takes; the decoder has the rest

bool is_doubtful(const DecodedText& text) { return text.runs_in_circles || text.mean_log_probability < kSure; }

double log_probability(const DecodedText& text) {
  return text.mean_log_probability * static_cast<double>(text.tokens.size());
}

bool is_better(const DecodedText& again, const DecodedText& first) {
  return !again.runs_in_circles && (first.runs_in_circles || again.mean_log_probability > first.mean_log_probability);
}

// A text with more of the words that are listened for may be a little less likely by itself for each of them. Whatever
// else was changed on the way to them, one without is no better.
bool has_more_words(const DecodedText& again, const DecodedText& first, const WordBias& bias) {
  const std::size_t now = bias.words_in(again.tokens), before = bias.words_in(first.tokens);
  return !again.runs_in_circles && now > before &&
         log_probability(again) > log_probability(first) - kWorthOfWord * static_cast<double>(now - before);
}

}  // namespace

struct BatchedTranscriber::Workbench {
  Workbench(const BatchedModel& model, std::unique_ptr<GraphRunner> own_runner, std::unique_ptr<BatchMemory> own_memory,
            const WordBias& bias, std::size_t beams)
      : runner(std::move(own_runner)),
        memory(std::move(own_memory)),
        encoder(model.weights(), model.mel(), *runner),
        decoder(model.weights(), *memory, *runner),
        greedy(model.vocabulary(), *memory, decoder),
        careful(model.vocabulary(), nothing, *memory, decoder, beams),
        drawn(model.vocabulary(), bias, *memory, decoder, beams),
        reading(model.weights(), *memory, *runner) {}

  std::unique_ptr<GraphRunner> runner;
  std::unique_ptr<BatchMemory> memory;
  Encoder encoder;
  Decoder decoder;
  GreedySearch greedy;
  const WordBias nothing;
  BeamSearch careful;
  BeamSearch drawn;  // to the words that are listened for
  ForcedReading reading;
};

struct BatchedTranscriber::Sound {
  SpeechChunk chunk;
  std::span<const float> samples;
  double seconds() const { return static_cast<double>(samples.size()) / kSamplesPerSecond; }
};

std::size_t BatchedTranscriber::best_together() const {
  std::size_t together = kMostTogether;
  while (together > 1 && together * BatchMemory::sound_bytes(model_->weights().shape) > kMostSoundBytes) together /= 2;
  return together;
}

void BatchedTranscriber::expect(const std::vector<std::string>& words) {
  bias_ = WordBias(model_->vocabulary(), words);
  near_words_ = NearWords(words);
}

void BatchedTranscriber::stop_with(const std::stop_token& stop) {
  stop_ = stop;
  if (workbench_) workbench_->runner->stop_with(stop);
  if (whisper_cpp_) whisper_cpp_->stop_with(stop);
}

Result<BatchedTranscriber::Workbench*> BatchedTranscriber::workbench_for(std::size_t sounds) {
  if (!workbench_ || workbench_->memory->slots() < sounds) {
    workbench_.reset();  // before the larger one takes its memory
    const std::size_t doubtful = std::min(sounds, kCarefulTogether) * kCarefulBeams;
    const std::size_t rows = careful_always() ? sounds * beams_ : std::max(sounds, doubtful);
    PODPROMO_TRY(runner, GraphRunner::make());
    PODPROMO_TRY(memory, BatchMemory::make(model_->weights().shape, sounds, rows));
    runner->stop_with(stop_);
    workbench_ = std::make_shared<Workbench>(*model_, std::move(runner), std::move(memory), bias_,
                                             careful_always() ? beams_ : kCarefulBeams);
  }
  return workbench_.get();
}

Result<WhisperTranscriber*> BatchedTranscriber::whisper_cpp() {
  if (!whisper_cpp_) {
    PODPROMO_TRY(model, model_->in_whisper_cpp());
    whisper_cpp_ = std::make_unique<WhisperTranscriber>(std::move(model));
    whisper_cpp_->stop_with(stop_);
  }
  return whisper_cpp_.get();
}

Done BatchedTranscriber::encode(Workbench& workbench, std::span<const Sound> sounds, const Advanced& advanced) {
  for (std::size_t slot = 0; slot < sounds.size(); ++slot) {
    PODPROMO_TRY(workbench.encoder.encode(sounds[slot].samples,
                                          [&](const SoundOfLayer& sound) { workbench.memory->keep(slot, sound); }));
    advanced(kEncoderShare * static_cast<double>(slot + 1) / static_cast<double>(sounds.size()));
  }
  return {};
}

// Seconds from the beginning of the sound at which each token of `text` ends, by the decoder's attention. None for
// English, whose words an aligner times better, and for models whose attention nobody knows how to read.
Result<std::vector<double>> BatchedTranscriber::token_ends(Workbench& workbench, const DecodedText& text,
                                                           std::size_t slot, double seconds) {
  if (language_code(text.language) == "en" || text.tokens.empty() || !workbench.reading.is_possible())
    return std::vector<double>{};
  return read_along(workbench, text, slot, seconds);
}

// The same for a text of any language that the model has a token for, and whose attention can be read.
Result<std::vector<double>> BatchedTranscriber::read_along(Workbench& workbench, const DecodedText& text,
                                                           std::size_t slot, double seconds) {
  const Vocabulary& vocabulary = model_->vocabulary();
  std::vector<int> tokens = {vocabulary.start(), vocabulary.language(text.language), vocabulary.transcribe(),
                             vocabulary.no_times()};
  const std::size_t prompt = tokens.size();
  tokens.insert(tokens.end(), text.tokens.begin(), text.tokens.end());
  tokens.push_back(vocabulary.end());
  const auto frames = static_cast<std::size_t>(std::ceil(seconds * kPositionsPerSecond));
  PODPROMO_TRY(attention, workbench.reading.read(tokens, slot, std::min(frames, workbench.memory->positions(slot))));
  std::vector<double> ends;
  for (const std::size_t frame : podpromo::token_ends(attention, prompt))
    ends.push_back(static_cast<double>(frame) / kPositionsPerSecond + kAttentionLag);
  return ends;
}

Result<bool> BatchedTranscriber::place(std::span<const float> samples, const SpeechChunk& chunk,
                                       const std::string& language, std::vector<Word>& words) {
  const Vocabulary& vocabulary = model_->vocabulary();
  const int number = language_number(language);
  if (number < 0 || number >= vocabulary.languages() || samples.size() < kShortestSound || words.empty()) return false;
  const KnownText known = known_text(vocabulary, words);
  if (known.tokens.empty() || known.tokens.size() > kMostTextTokens) return false;
  PODPROMO_TRY(workbench, workbench_for(1));
  if (!workbench->reading.is_possible()) return false;
  const Sound sound{chunk, samples};
  PODPROMO_TRY(encode(*workbench, std::span(&sound, 1), [](double) {}));
  DecodedText text;
  text.tokens = known.tokens;
  text.language = number;
  PODPROMO_TRY(ends, read_along(*workbench, text, 0, sound.seconds()));
  if (ends.size() != known.tokens.size()) return false;
  take_times(known, ends, chunk, words);
  return true;
}

HeardChunk BatchedTranscriber::as_chunk(const Sound& sound, const DecodedText& text,
                                        std::span<const double> ends) const {
  const std::string language = language_code(text.language);
  const bool has_times = !ends.empty();
  std::vector<TextToken> tokens;
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    tokens.push_back({model_->vocabulary().text(text.tokens[i]), text.probabilities[i], std::nullopt});
    if (has_times) tokens.back().end = sound.chunk.start + ends[i];
  }
  return {.language = language,
          .no_speech = text.no_speech,
          .mean_log_probability = text.mean_log_probability,
          .words = words_from_tokens(tokens, language, sound.chunk.start),
          .has_times = has_times,
          .runs_in_circles = text.runs_in_circles};
}

// whisper.cpp has the last word where the batch is in doubt, and times words whose times are not known yet.
Result<HeardChunk> BatchedTranscriber::second_try(const Sound& sound, HeardChunk first) {
  const bool is_english = first.language == "en";
  const bool lacks_times = !is_english && !first.has_times && !first.words.empty();
  if (!needs_second_try(first) && !lacks_times) return first;
  PODPROMO_TRY(other, whisper_cpp());
  PODPROMO_TRY(second, is_english ? other->hear_carefully(sound.samples, sound.chunk, first.language)
                                  : other->hear(sound.samples, sound.chunk, first.language));
  return lacks_times ? std::move(second) : better_try(std::move(first), std::move(second));
}

// What was made out in a batch, with the seconds at which tokens end where they are known.
struct BatchedTranscriber::Batch {
  std::vector<double> seconds;
  std::vector<DecodedText> texts;
  std::vector<std::vector<double>> ends;
};

Done BatchedTranscriber::search(Workbench& workbench, const std::string& language, const Advanced& advanced,
                                Batch& batch) {
  const std::size_t count = batch.seconds.size();
  const std::vector<int> languages(count, language.empty() ? kUnknownLanguage : language_number(language));
  std::size_t ended = 0;
  batch.ends.resize(count);
  const auto time = [&](std::size_t number, std::size_t slot, const DecodedText& text) -> Done {
    PODPROMO_TRY(found, token_ends(workbench, text, slot, batch.seconds[number]));
    batch.ends[number] = std::move(found);
    advanced(kEncoderShare + (1 - kEncoderShare) * static_cast<double>(++ended) / static_cast<double>(count));
    return {};
  };
  PODPROMO_TRY(texts, careful_always() ? workbench.careful.texts(batch.seconds, languages, time)
                                       : workbench.greedy.texts(batch.seconds, languages, time));
  batch.texts = std::move(texts);
  return {};
}

// Brings the sounds of `chosen` texts to the first slots.
void BatchedTranscriber::gather(Workbench& workbench, std::span<const std::size_t> chosen,
                                std::vector<DecodedText>& texts) {
  for (std::size_t slot = 0; slot < chosen.size(); ++slot) {
    DecodedText& text = texts[chosen[slot]];
    const auto there = std::find_if(texts.begin(), texts.end(), [&](const auto& other) { return other.slot == slot; });
    workbench.memory->swap_sounds(slot, text.slot);
    there->slot = std::exchange(text.slot, slot);
  }
}

Done BatchedTranscriber::search_again(Workbench& workbench, std::span<const std::size_t> doubtful, BeamSearch& search,
                                      Batch& batch) {
  gather(workbench, doubtful, batch.texts);
  std::vector<double> seconds;
  std::vector<int> languages;
  for (const std::size_t number : doubtful) {
    seconds.push_back(batch.seconds[number]);
    languages.push_back(batch.texts[number].language);
  }
  std::vector<std::vector<double>> ends(doubtful.size());
  const auto time = [&](std::size_t place, std::size_t slot, const DecodedText& text) -> Done {
    PODPROMO_TRY(found, token_ends(workbench, text, slot, seconds[place]));
    ends[place] = std::move(found);
    return {};
  };
  PODPROMO_TRY(again, search.texts(seconds, languages, time));
  for (std::size_t place = 0; place < doubtful.size(); ++place) {
    DecodedText& text = batch.texts[doubtful[place]];
    const bool better =
        &search == &workbench.drawn ? has_more_words(again[place], text, bias_) : is_better(again[place], text);
    text.slot = again[place].slot;
    if (!better) continue;
    text = std::move(again[place]);
    batch.ends[doubtful[place]] = std::move(ends[place]);
  }
  return {};
}

Done BatchedTranscriber::search_all_again(Workbench& workbench, std::span<const std::size_t> texts, BeamSearch& search,
                                          Batch& batch) {
  for (std::size_t at = 0; at < texts.size(); at += kCarefulTogether) {
    const std::size_t count = std::min(kCarefulTogether, texts.size() - at);
    PODPROMO_TRY(search_again(workbench, texts.subspan(at, count), search, batch));
  }
  return {};
}

std::string BatchedTranscriber::text_of(const DecodedText& text) const {
  std::string all;
  for (const int token : text.tokens) all += model_->vocabulary().text(token);
  return all;
}

Result<std::vector<HeardChunk>> BatchedTranscriber::hear_batch(std::span<const Sound> sounds,
                                                               const std::string& language, const Advanced& advanced) {
  PODPROMO_TRY(workbench, workbench_for(sounds.size()));
  PODPROMO_TRY(encode(*workbench, sounds, advanced));
  Batch batch;
  for (const Sound& sound : sounds) batch.seconds.push_back(sound.seconds());
  PODPROMO_TRY(search(*workbench, language, advanced, batch));
  std::vector<std::size_t> doubtful;
  for (std::size_t i = 0; i < sounds.size() && !careful_always(); ++i)
    if (is_doubtful(batch.texts[i])) doubtful.push_back(i);
  PODPROMO_TRY(search_all_again(*workbench, doubtful, workbench->careful, batch));
  std::vector<std::size_t> near_words;
  for (std::size_t i = 0; i < sounds.size(); ++i)
    if (near_words_.are_in(text_of(batch.texts[i]))) near_words.push_back(i);
  PODPROMO_TRY(search_all_again(*workbench, near_words, workbench->drawn, batch));
  std::vector<HeardChunk> heard;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    PODPROMO_TRY(chunk, second_try(sounds[i], as_chunk(sounds[i], batch.texts[i], batch.ends[i])));
    heard.push_back(std::move(chunk));
  }
  return heard;
}

Result<std::vector<HeardChunk>> BatchedTranscriber::hear_together(std::span<const ChunkSound> sounds,
                                                                  const std::string& language) {
  PODPROMO_TRY(known, known_language(language, model_->vocabulary().languages()));
  std::vector<HeardChunk> all(sounds.size(), nothing_heard(known));
  // Only what is long enough to hold a word is decoded.
  std::vector<Sound> audible;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sounds.size(); ++i)
    if (sounds[i].samples.size() >= kShortestSound) {
      audible.push_back({sounds[i].chunk, sounds[i].samples});
      places.push_back(i);
    }
  for (std::size_t at = 0; at < audible.size(); at += best_together()) {
    const std::size_t count = std::min(best_together(), audible.size() - at);
    const auto advanced = [&](double fraction) {
      const double done = static_cast<double>(at) + fraction * static_cast<double>(count);
      if (advanced_) advanced_(done / static_cast<double>(audible.size()));
    };
    PODPROMO_TRY(heard, hear_batch(std::span(audible).subspan(at, count), known, advanced));
    for (std::size_t i = 0; i < count; ++i) all[places[at + i]] = std::move(heard[i]);
  }
  return all;
}

Result<HeardChunk> BatchedTranscriber::hear(std::span<const float> samples, const SpeechChunk& chunk,
                                            const std::string& language) {
  PODPROMO_TRY(known, known_language(language, model_->vocabulary().languages()));
  if (samples.size() < kShortestSound) return nothing_heard(known);
  const Sound alone{chunk, samples};
  PODPROMO_TRY(heard, hear_batch(std::span(&alone, 1), known, [](double) {}));
  return std::move(heard.front());
}

}  // namespace podpromo
