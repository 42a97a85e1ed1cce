#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "models/tiny_server.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// A speech server on this machine for tests. It reads real requests and answers what it is told to.
class TinySpeechServer {
 public:
  struct Asked {
    std::string path;
    std::string authorization;
    std::map<std::string, std::string> fields = {};  // of the form, without the file
    std::vector<float> samples = {};                 // of the file, when it is a WAV as ours are
  };
  struct Says {
    int status = 200;
    std::string body = {};
    std::string header = {};                  // one more line
    std::size_t cut_after = ~std::size_t{0};  // bytes of the answer, then it hangs up
    std::chrono::milliseconds silent_for{0};
  };
  using Answer = std::function<Says(const Asked&)>;

  explicit TinySpeechServer(Answer answer) : answer_(std::move(answer)) {}

  // "http://127.0.0.1:PORT".
  std::string address() const { return server_.address(); }
  std::vector<Asked> asked() const;

 private:
  std::string answer_to(const std::string& request);
  Answer answer_;
  mutable std::mutex mutex_;
  std::vector<Asked> asked_;
  TinyServer server_{[this](const std::string& request) { return answer_to(request); }};  // stops before the rest goes
};

enum class Dialect { openai, speaches, vllm, text };

// What a server of this dialect says when it heard `heard` from `chunk` on.
std::string as_said_by(Dialect dialect, const HeardChunk& heard, const SpeechChunk& chunk);

}  // namespace podpromo
