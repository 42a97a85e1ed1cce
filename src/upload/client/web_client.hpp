#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace podpromo {

// The part of an open file that a request sends as its body.
struct FilePart {
  int descriptor = -1;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct WebQuestion {
  std::string method;
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  FilePart body = {};
  std::string json = {};  // the body instead, when it isn't empty
};

struct WebReply {
  int status = 0;
  std::map<std::string, std::string> headers = {};  // names in lower case
  std::string body = {};                            // at most its first 64 KiB

  std::string header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? std::string{} : it->second;
  }
};

// Asks servers over HTTP or HTTPS, keeping its connection. libcurl does the work. One thread at a time.
class WebClient {
 public:
  explicit WebClient(std::stop_token stop);
  ~WebClient();
  WebClient(const WebClient&) = delete;
  WebClient& operator=(const WebClient&) = delete;

  // Told how many bytes of the body have gone out, several times a second.
  using OnSent = std::function<void(std::uint64_t)>;
  // Any answer is a result, an error's too. Fails with unavailable when there is none (no network, refused, cut, two
  // minutes of silence), cancelled when it was stopped.
  Result<WebReply> ask(const WebQuestion& question, const OnSent& on_sent = {});

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace podpromo
