#pragma once

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "speech/remote/server_answer.hpp"
#include "speech/remote/speech_client.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

struct ServerHabits {
  std::atomic<AnswerForm> form{AnswerForm::words_and_segments};  // the most that it knows to tell
  std::atomic<std::size_t> too_long{~std::size_t{0}};            // samples that it refused to take at once
  std::atomic<bool> tells_no_times{false};
  std::atomic<bool> takes_no_prompt{false};
};

// Asks a server about one chunk after the other.
class RemoteTranscriber final : public Transcriber {
 public:
  RemoteTranscriber(const std::string& url, const SpeechService& service, std::shared_ptr<ServerHabits> habits)
      : service_(service), client_(url, service), habits_(std::move(habits)) {}

  Result<HeardChunk> hear(std::span<const float> samples, const SpeechChunk& chunk,
                          const std::string& language) override;
  void expect(const std::vector<std::string>& names) override;
  void stop_with(const std::stop_token& stop) override { stop_ = stop; }

 private:
  using Sound = std::span<const float>;
  Result<ServerAnswer> answer_to(Sound samples, const std::string& language);
  Result<ServerAnswer> in_halves(Sound samples, const std::string& language);
  Result<ServerAnswer> in_short_parts(Sound samples, const std::string& language);
  Result<SpeechReply> reply_in_some_form(Sound samples, const std::string& language, const std::string& prompt);
  Result<SpeechReply> reply_to(Sound samples, const std::string& language, const std::string& prompt);
  Result<ServerAnswer> read_reply(Sound samples, const std::string& language, const std::string& prompt);
  Result<ServerAnswer> read_without_echo(Sound samples, const std::string& language);

  SpeechService service_;
  SpeechClient client_;
  std::shared_ptr<ServerHabits> habits_;
  std::string prompt_;
  std::stop_token stop_;
};

}  // namespace podpromo
