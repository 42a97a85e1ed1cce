#include "speech/remote/remote_factory.hpp"

#include <chrono>

#include <fmt/format.h>

#include "speech/remote/remote_transcriber.hpp"
#include "speech/remote/wav_bytes.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

// Long enough for few questions and much context; sixteen bits a sample stay below 20 MB.
constexpr ChunkLimits kLongChunks{.longest_s = 600, .longest_pause_s = 5, .at_speakers = false};

// OpenAI's later models give text alone. Its times can be found in short chunks only.
bool tells_no_times(const std::string& model) { return model.starts_with("gpt-"); }

}  // namespace

RemoteFactory::RemoteFactory(SpeechService service, std::string url)
    : service_(std::move(service)), url_(std::move(url)), habits_(std::make_shared<ServerHabits>()) {}

RemoteFactory::~RemoteFactory() = default;

Result<std::unique_ptr<RemoteFactory>> RemoteFactory::open(SpeechService service) {
  PODPROMO_TRY(url, transcriptions_url(service));
  PODPROMO_TRY(key, sendable_key(service.key));
  service.key = std::move(key);
  return std::unique_ptr<RemoteFactory>(new RemoteFactory(std::move(service), std::move(url)));
}

Result<std::unique_ptr<Transcriber>> RemoteFactory::make() const {
  return std::make_unique<RemoteTranscriber>(url_, service_, habits_);
}

std::string RemoteFactory::identity() const { return fmt::format("{} at {}", service_.model, host_of_url(url_)); }

ChunkLimits RemoteFactory::chunk_limits() const { return tells_no_times(service_.model) ? ChunkLimits{} : kLongChunks; }

Result<std::string> how_it_answers(SpeechService service) {
  service.retries.tries = 1;
  PODPROMO_TRY(factory, RemoteFactory::open(std::move(service)));
  PODPROMO_TRY(engine, factory->make());
  const auto began = std::chrono::steady_clock::now();
  const std::vector<float> silence(kSamplesPerSecond);
  PODPROMO_TRY(heard, engine->hear(silence, {0, 1}, ""));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return fmt::format("answers in {:.1f} s", took.count());
}

}  // namespace podpromo
