#include "speech/whisper/whisper_transcriber.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>

#include "speech/whisper/engine_errors.hpp"
#include "speech/whisper/languages.hpp"
#include "speech/whisper/second_try.hpp"
#include "speech/words/non_speech.hpp"
#include "speech/words/text_tokens.hpp"

namespace podpromo {

namespace {

constexpr double kAttentionLag = 0.04;  // a token's attention ends about 40 ms before its sound does
constexpr int kBeam = 5;

bool should_stop(void* token) { return static_cast<const std::stop_token*>(token)->stop_requested(); }

// The probability of token `id` among all that could follow.
double probability_of(const float* logits, int count, int id) {
  const float highest = *std::max_element(logits, logits + count);
  const double sum = std::accumulate(logits, logits + count, 0.0,
                                     [&](double total, float logit) { return total + std::exp(logit - highest); });
  return std::exp(logits[id] - highest) / sum;
}

struct HeardToken {
  whisper_token_data data;
  std::string text;
};

std::vector<HeardToken> text_tokens(whisper_context* context, whisper_state* state) {
  std::vector<HeardToken> tokens;
  for (int s = 0; s < whisper_full_n_segments_from_state(state); ++s)
    for (int t = 0; t < whisper_full_n_tokens_from_state(state, s); ++t) {
      const auto data = whisper_full_get_token_data_from_state(state, s, t);
      if (data.id >= whisper_token_eot(context)) continue;
      tokens.push_back({data, whisper_full_get_token_text_from_state(context, state, s, t)});
    }
  return tokens;
}

bool circles(const std::vector<HeardToken>& tokens) {
  std::vector<int> ids;
  for (const HeardToken& token : tokens) ids.push_back(token.data.id);
  return runs_in_circles(ids);
}

}  // namespace

// What one decoding of a chunk gave.
struct WhisperTranscriber::Pass {
  std::vector<HeardToken> tokens;
  double no_speech = 0;
  double mean_log_probability = 0;
  bool runs_in_circles = false;

  HeardChunk as_chunk(const SpeechChunk& chunk, const std::string& language) const;
};

// The words have times where a context that follows attention gave them.
HeardChunk WhisperTranscriber::Pass::as_chunk(const SpeechChunk& chunk, const std::string& language) const {
  std::vector<TextToken> text;
  bool has_times = false;
  for (const HeardToken& token : tokens) {
    text.push_back({token.text, token.data.p, std::nullopt});
    if (token.data.t_dtw < 0) continue;
    has_times = true;
    text.back().end = chunk.start + static_cast<double>(token.data.t_dtw) / 100 + kAttentionLag;
  }
  return HeardChunk{.language = language,
                    .no_speech = no_speech,
                    .mean_log_probability = mean_log_probability,
                    .words = words_from_tokens(text, language, chunk.start),
                    .has_times = has_times,
                    .runs_in_circles = runs_in_circles};
}

whisper_full_params WhisperTranscriber::parameters(whisper_sampling_strategy strategy,
                                                   const std::string& language) const {
  auto chosen = whisper_full_default_params(strategy);
  chosen.n_threads = 1;
  chosen.language = language.c_str();
  chosen.no_context = chosen.single_segment = chosen.no_timestamps = true;
  chosen.print_progress = chosen.print_realtime = chosen.print_timestamps = false;
  // whisper.cpp reads its no-speech probability from a row of logits that a prompt of several tokens leaves as the
  // chunk before had it. Nothing may depend on it; decode() computes the right one.
  chosen.no_speech_thold = 2;
  chosen.abort_callback = should_stop;
  chosen.abort_callback_user_data = const_cast<std::stop_token*>(&stop_);
  return chosen;
}

Result<WhisperTranscriber::Pass> WhisperTranscriber::decode(whisper_context* context, whisper_state* state,
                                                            std::span<const float> samples,
                                                            whisper_full_params parameters) {
  Pass pass;
  try {
    const int code =
        whisper_full_with_state(context, state, parameters, samples.data(), static_cast<int>(samples.size()));
    if (stop_.stop_requested()) return failure(Fault::cancelled, "listening was stopped");
    if (code != 0) return engine_failed("whisper_full " + std::to_string(code));
    pass.tokens = text_tokens(context, state);
    // One more step over the sound that is still encoded: the first token alone tells whether anybody speaks.
    const whisper_token start = whisper_token_sot(context);
    if (whisper_decode_with_state(context, state, &start, 1, 0, 1) != 0) return engine_failed("whisper_decode");
    pass.no_speech = probability_of(whisper_get_logits_from_state(state), whisper_model_n_vocab(context),
                                    whisper_token_nosp(context));
  } catch (const std::exception& trouble) {
    return engine_failed(trouble.what());
  }
  for (const HeardToken& token : pass.tokens) pass.mean_log_probability += token.data.plog;
  if (!pass.tokens.empty()) pass.mean_log_probability /= static_cast<double>(pass.tokens.size());
  pass.runs_in_circles = circles(pass.tokens);
  return pass;
}

Result<WhisperTranscriber::Pass> WhisperTranscriber::first_try(whisper_context* context, std::span<const float> samples,
                                                               const std::string& language) {
  WhisperState& state = context == model_->plain() ? plain_state_ : timed_state_;
  if (!state) state.reset(whisper_init_state(context));
  if (!state) return engine_failed("whisper_init_state");
  auto greedy = parameters(WHISPER_SAMPLING_GREEDY, language);
  greedy.greedy.best_of = 1;
  // Sampling at higher temperatures draws from a generator that lives as long as the state, so what came before would
  // change the words. The careful try has a state of its own.
  greedy.temperature_inc = 0;
  return decode(context, state.get(), samples, greedy);
}

Result<WhisperTranscriber::Pass> WhisperTranscriber::careful_try(whisper_context* context,
                                                                 std::span<const float> samples,
                                                                 const std::string& language) {
  const WhisperState fresh(whisper_init_state(context));
  if (!fresh) return engine_failed("whisper_init_state");
  auto beam = parameters(WHISPER_SAMPLING_BEAM_SEARCH, language);
  beam.beam_search.beam_size = kBeam;
  return decode(context, fresh.get(), samples, beam);
}

Result<std::string> WhisperTranscriber::likeliest_language(std::span<const float> samples) const {
  whisper_context* context = model_->plain();
  const WhisperState state(whisper_init_state(context));  // one of its own leaves no trace in the worker's
  if (!state) return engine_failed("whisper_init_state");
  try {
    if (whisper_pcm_to_mel_with_state(context, state.get(), samples.data(), static_cast<int>(samples.size()), 1) != 0)
      return engine_failed("whisper_pcm_to_mel");
    const int number = whisper_lang_auto_detect_with_state(context, state.get(), 0, 1, nullptr);
    if (number < 0) return engine_failed("whisper_lang_auto_detect");
    return language_code(number);
  } catch (const std::exception& trouble) {
    return engine_failed(trouble.what());
  }
}

Result<std::string> WhisperTranscriber::language_or_found(std::span<const float> samples, const std::string& language) {
  PODPROMO_TRY(known, known_language(language, model_->languages()));
  if (!known.empty()) return known;
  return likeliest_language(samples);
}

// English words are timed by an aligner, those of other languages by attention.
Result<whisper_context*> WhisperTranscriber::context_for(const std::string& language) const {
  if (language == "en") return model_->plain();
  return model_->with_times();
}

Result<HeardChunk> WhisperTranscriber::hear(std::span<const float> samples, const SpeechChunk& chunk,
                                            const std::string& language) {
  if (samples.size() < kShortestSound) return nothing_heard(language);
  PODPROMO_TRY(spoken, language_or_found(samples, language));
  PODPROMO_TRY(context, context_for(spoken));
  PODPROMO_TRY(pass, first_try(context, samples, spoken));
  HeardChunk first = pass.as_chunk(chunk, spoken);
  if (!needs_second_try(first)) return first;
  PODPROMO_TRY(careful, careful_try(context, samples, spoken));
  return better_try(std::move(first), careful.as_chunk(chunk, spoken));
}

Result<HeardChunk> WhisperTranscriber::hear_carefully(std::span<const float> samples, const SpeechChunk& chunk,
                                                      const std::string& language) {
  PODPROMO_TRY(careful, careful_try(model_->plain(), samples, language));
  return careful.as_chunk(chunk, language);
}

}  // namespace podpromo
