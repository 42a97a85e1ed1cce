#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "models/tiny_server.hpp"

namespace podpromo {

// A model hub on this machine for tests: answers every request with one file, or with the range asked for.
class TinyHub {
 public:
  struct Manners {
    std::string content;
    int status = 200;           // what every request gets, unless it's 200
    std::size_t cut_after = 0;  // the first answer ends after so many bytes; 0: it doesn't
    bool knows_ranges = true;
  };
  explicit TinyHub(Manners manners) : manners_(std::move(manners)) {}

  // "http://…" with the port it got.
  std::string address() const { return server_.address(); }
  // The first line of each request and its range, as "GET /path" or "GET /path 5-".
  std::vector<std::string> requests() const;

 private:
  std::string answer(const std::string& request);
  std::string response_to(const std::string& range) const;

  Manners manners_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  TinyServer server_{[this](const std::string& request) { return answer(request); }};  // stops before the rest is gone
};

}  // namespace podpromo
