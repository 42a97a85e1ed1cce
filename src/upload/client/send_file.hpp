#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace podpromo {

// How far a file is, or what holds it up.
struct SendStep {
  std::uint64_t sent = 0;
  std::uint64_t total = 0;
  std::string note = {};  // a sentence, when something happened
};
using OnSendStep = std::function<void(const SendStep&)>;

struct SendOptions {
  std::string server;  // "http://127.0.0.1:8000"
  std::string token = {};
  std::string title = {};
  std::string show = {};
  std::string language = {};
  std::string speakers = {};
  fs::path transcript = {};            // a file with what is said; "" = none
  std::chrono::seconds patience{600};  // without a byte of progress
  fs::path memory;                     // the folder that remembers unfinished uploads
  OnSendStep on_step = {};
};

// Where a file ended up.
struct SentFile {
  std::string episode;
  bool duplicate = false;            // the server had it already
  bool transcript_left_out = false;  // and doesn't use the transcript that was sent with it
  std::string address;               // of its page
  std::uint64_t bytes = 0;
};

// Sends `file` to a PodPromo server, its transcript before it, and goes on where an earlier call of any process
// stopped, for as long as the file is the same; its transcript may be another than then. Cut connections, restarts of
// the server and a disk that is full for a while are waited for. Fails with what the server says, unavailable when
// patience runs out, cancelled; all but the server's refusals can be gone on with.
Result<SentFile> send_file(const fs::path& file, const SendOptions& options, const std::stop_token& stop);

}  // namespace podpromo
