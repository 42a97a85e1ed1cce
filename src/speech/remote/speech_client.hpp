#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "speech/remote/speech_service.hpp"

namespace podpromo {

// How much a server is asked to tell, the most first. Not every server, nor every model, can do the first.
enum class AnswerForm { words_and_segments, segments, text };

struct SpeechQuestion {
  std::string_view wav;  // outlives the asking
  double sound_s = 0;
  std::string language;  // "" = find out
  AnswerForm form = AnswerForm::words_and_segments;
  std::string prompt = {};  // names that may be said; "" = none
};

struct SpeechReply {
  int status = 0;
  std::string body = {};
  std::chrono::seconds retry_after{0};  // 0 when the server doesn't say
  std::string elsewhere = {};           // where a redirection leads; it is not followed
};

// Sends sound to one server and brings back what it answers, keeping its connection. libcurl does the work. One thread
// at a time. The key goes into a header and nowhere else.
class SpeechClient {
 public:
  // `url` is the whole address, as transcriptions_url() makes it.
  SpeechClient(std::string url, SpeechService service);
  ~SpeechClient();
  SpeechClient(const SpeechClient&) = delete;
  SpeechClient& operator=(const SpeechClient&) = delete;

  // One try: any answer is a result, an error's too. Fails with unavailable when there is none (refused, cut, longer
  // than 8 MiB, nothing for five minutes and three times the sound's length), with cancelled within about a second
  // after `stop`.
  Result<SpeechReply> ask_once(const SpeechQuestion& question, const std::stop_token& stop);
  // Asks again, after longer and longer waits or as long as the server wishes, while it is overloaded, broken or away.
  // Any other answer is a result. Fails with what came last, with too_many when the server wants to be left alone for
  // longer than the rules allow.
  Result<SpeechReply> ask(const SpeechQuestion& question, const std::stop_token& stop);

 private:
  struct Connection;
  std::string url_;
  SpeechService service_;
  std::unique_ptr<Connection> connection_;
};

// What to tell people about an answer that is no 200. What the server says for itself goes into the detail, in one
// line, without the key.
Error refusal_of(const SpeechReply& reply, const SpeechService& service);

}  // namespace podpromo
