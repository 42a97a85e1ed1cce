#include "speech/voice_activity.hpp"

#include <spdlog/logger.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "base/log_here.hpp"
#include "speech/whisper/whisper_model.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kWindow = 512;            // samples that Silero judges at once at 16 kHz
constexpr std::size_t kPiece = kWindow * 1875;  // one minute

Result<WhisperVoice> open_network(const fs::path& model) {
  quiet_whisper();
  auto parameters = whisper_vad_default_context_params();
  parameters.n_threads = 1;
  parameters.use_gpu = false;
  WhisperVoice network;
  try {
    network.reset(whisper_vad_init_from_file_with_params(model.c_str(), parameters));
  } catch (const std::exception& trouble) {
    log_here()->warn("loading {}: {}", model.string(), trouble.what());
  }
  if (!network)
    return failure(Fault::missing_model, "the model that finds speech is missing or damaged",
                   "Run “podpromo models pull silero-vad”.", model.string());
  return network;
}

// Judges one piece and appends a probability per window.
Done judge(whisper_vad_context* network, std::span<const float> samples, std::vector<float>& probabilities) {
  try {
    if (whisper_vad_detect_speech_no_reset(network, samples.data(), static_cast<int>(samples.size()))) {
      const float* found = whisper_vad_probs(network);
      probabilities.insert(probabilities.end(), found, found + whisper_vad_n_probs(network));
      return {};
    }
  } catch (const std::exception& trouble) {
    return failure(Fault::internal, "finding speech failed", "Run the same command again.", trouble.what());
  }
  return failure(Fault::internal, "finding speech failed", "Run the same command again.", "whisper_vad_detect_speech");
}

}  // namespace

Result<std::vector<VoiceSpan>> find_voice(const Wav& wav, const fs::path& model, const std::stop_token& stop) {
  PODPROMO_TRY(network, open_network(model));
  whisper_vad_reset_state(network.get());
  std::vector<float> probabilities;
  probabilities.reserve(wav.samples() / kWindow + 1);
  for (std::size_t at = 0; at < wav.samples(); at += kPiece) {
    if (stop.stop_requested()) return failure(Fault::cancelled, "listening was stopped");
    PODPROMO_TRY(samples, wav.read(at, kPiece));
    if (samples.empty()) break;
    PODPROMO_TRY(judge(network.get(), samples, probabilities));
  }
  auto spans = voice_spans(probabilities, static_cast<double>(kWindow) / kSamplesPerSecond);
  // The last window may hang over the end of the sound.
  const double end = std::floor(wav.duration_s() * 1000) / 1000;
  for (VoiceSpan& span : spans) span.end = std::min(span.end, end);
  std::erase_if(spans, [](const VoiceSpan& span) { return span.end <= span.start; });
  return spans;
}

}  // namespace podpromo
