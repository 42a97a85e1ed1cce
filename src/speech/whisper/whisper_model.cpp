#include "speech/whisper/whisper_model.hpp"

#include <spdlog/logger.h>

#include <array>
#include <exception>
#include <string_view>

#include "base/log_here.hpp"
#include "speech/whisper/engine_errors.hpp"
#include "speech/whisper/languages.hpp"

namespace podpromo {

namespace {

constexpr int kMelBandsOfThirdGeneration = 128;
constexpr int kTurboLayers = 4;

// Attention heads that follow the sound differ from model to model, and a wrong set gives plausible nonsense.
whisper_alignment_heads_preset alignment_heads(whisper_context* context) {
  const bool english = whisper_is_multilingual(context) == 0;
  switch (whisper_model_n_audio_layer(context)) {
    case 4: return english ? WHISPER_AHEADS_TINY_EN : WHISPER_AHEADS_TINY;
    case 6: return english ? WHISPER_AHEADS_BASE_EN : WHISPER_AHEADS_BASE;
    case 12: return english ? WHISPER_AHEADS_SMALL_EN : WHISPER_AHEADS_SMALL;
    case 24: return english ? WHISPER_AHEADS_MEDIUM_EN : WHISPER_AHEADS_MEDIUM;
    default: break;
  }
  if (whisper_model_n_text_layer(context) == kTurboLayers) return WHISPER_AHEADS_LARGE_V3_TURBO;
  if (whisper_model_n_mels(context) == kMelBandsOfThirdGeneration) return WHISPER_AHEADS_LARGE_V3;
  return WHISPER_AHEADS_N_TOP_MOST;
}

Result<WhisperContext> open_context(const fs::path& file, whisper_context_params parameters) {
  quiet_whisper();
  parameters.use_gpu = false;
  WhisperContext context;
  try {
    context.reset(whisper_init_from_file_with_params_no_state(file.c_str(), parameters));
  } catch (const std::exception& trouble) {
    log_here()->warn("loading {}: {}", file.string(), trouble.what());
  }
  if (!context) return unusable_model(file.string());
  return context;
}

void log_line(ggml_log_level, const char* text, void*) {
  std::string_view line(text == nullptr ? "" : text);
  while (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (line.size() > 1) log_here()->trace("whisper: {}", line);
}

}  // namespace

void quiet_whisper() {
  static std::once_flag once;
  std::call_once(once, [] {
    whisper_log_set(log_line, nullptr);
    ggml_log_set(log_line, nullptr);
  });
}

Result<std::shared_ptr<const WhisperModel>> WhisperModel::load(const fs::path& file) {
  auto parameters = whisper_context_default_params();
  parameters.flash_attn = true;
  PODPROMO_TRY(context, open_context(file, parameters));
  return std::shared_ptr<const WhisperModel>(new WhisperModel(file, std::move(context)));
}

int WhisperModel::languages() const { return languages_in(whisper_model_n_vocab(plain_.get())); }

Result<whisper_context*> WhisperModel::with_times() const {
  const std::lock_guard lock(loading_);
  if (with_times_) return with_times_.get();
  auto parameters = whisper_context_default_params();
  parameters.flash_attn = false;
  parameters.dtw_token_timestamps = true;
  parameters.dtw_aheads_preset = alignment_heads(plain_.get());
  parameters.dtw_n_top = whisper_model_n_text_layer(plain_.get()) / 2;
  PODPROMO_TRY(context, open_context(file_, parameters));
  with_times_ = std::move(context);
  return with_times_.get();
}

}  // namespace podpromo
