#pragma once

#include "base/clock.hpp"
#include "terminal/screen.hpp"
#include "upload/client/send_file.hpp"

#include <chrono>
#include <string>

namespace podpromo {

// How far one file is on its way to a server: redrawn in a terminal, a line every ten seconds elsewhere.
class SendingLine {
 public:
  SendingLine(Screen& screen, const Clock& clock, std::string name, bool quiet);
  void show(const SendStep& step);
  // The last word: what became of it, or nothing when it failed.
  void done(const SentFile* sent);

 private:
  using Time = std::chrono::steady_clock::time_point;
  void measure(const SendStep& step, Time now);

  Screen& screen_;
  const Clock& clock_;
  std::string name_;
  bool quiet_;
  Time begun_;
  Time measured_;
  Time told_;
  std::uint64_t at_measure_ = 0;
  bool measured_once_ = false;
  double bytes_per_s_ = 0;
};

}  // namespace podpromo
