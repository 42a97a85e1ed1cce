#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "progress/progress_board.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace podpromo {

// Writes the newest text of each file behind its caller: one thread, each file at most about four times a second, and
// urgent texts at once. What is put last always lands. Any thread may call.
class ProgressWriter {
 public:
  ProgressWriter();
  // Writes what is not written yet.
  ~ProgressWriter();
  ProgressWriter(const ProgressWriter&) = delete;
  ProgressWriter& operator=(const ProgressWriter&) = delete;

  // Takes the place of a text of that file that was not written yet.
  void put(const fs::path& file, std::string text, bool urgent);
  // Returns when the text put last is on disk; fails when it could not be written.
  Done flush(const fs::path& file);
  // When it returns, the file is neither being written nor will be.
  void forget(const fs::path& file);
  ProgressBoard::Health health() const;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Page {
    std::string text;
    bool dirty = false;
    Moment due{};      // when it may be written
    Moment written{};  // when it was last tried
    std::uint64_t tries = 0;
    Done outcome = {};  // of the last try
  };

  void serve();
  std::map<fs::path, Page>::iterator next();
  void write(std::unique_lock<std::mutex>& lock, std::map<fs::path, Page>::iterator page);
  void settle(const fs::path& file, const Done& outcome);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable written_;
  std::map<fs::path, Page> pages_;  // those that are dirty or failed
  fs::path in_hand_;
  std::uint64_t writes_ = 0;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace podpromo
