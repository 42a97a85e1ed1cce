#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/file_descriptor.hpp"

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
  explicit TinyHub(Manners manners);
  ~TinyHub();
  TinyHub(const TinyHub&) = delete;
  TinyHub& operator=(const TinyHub&) = delete;

  // "http://…" with the port it got.
  std::string address() const;
  // The first line of each request and its range, as "GET /path" or "GET /path 5-".
  std::vector<std::string> requests() const;

 private:
  void serve();
  void answer(const FileDescriptor& connection);
  std::string response_to(const std::string& request);

  Manners manners_;
  FileDescriptor listening_;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace podpromo
