#include "terminal/sending_line.hpp"

#include <utility>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr double kMegabyte = 1e6;
constexpr std::chrono::milliseconds kMeasureEvery{500};
constexpr std::chrono::seconds kPlainEvery{10};
constexpr int kNameColumns = 28;

std::string megabytes(double bytes) { return fmt::format("{:.0f} MB", bytes / kMegabyte); }

}  // namespace

SendingLine::SendingLine(Screen& screen, const Clock& clock, std::string name, bool quiet)
    : screen_(screen),
      clock_(clock),
      name_(std::move(name)),
      quiet_(quiet),
      begun_(clock.steady_now()),
      measured_(begun_),
      told_(begun_) {}

// Speed over the last few seconds; what is taken up again where it stopped was not sent now.
void SendingLine::measure(const SendStep& step, Time now) {
  if (!measured_once_ || step.sent < at_measure_) {
    measured_once_ = true;
    at_measure_ = step.sent;
    measured_ = now;
    return;
  }
  if (now - measured_ < kMeasureEvery) return;
  const double speed =
      static_cast<double>(step.sent - at_measure_) / std::chrono::duration<double>(now - measured_).count();
  bytes_per_s_ = bytes_per_s_ == 0 ? speed : 0.7 * bytes_per_s_ + 0.3 * speed;
  at_measure_ = step.sent;
  measured_ = now;
}

void SendingLine::show(const SendStep& step) {
  if (quiet_) return;
  const Time now = clock_.steady_now();
  if (!step.note.empty()) {
    screen_.line(" " + screen_.dim(plain_line(name_) + ": " + step.note));
    return;
  }
  measure(step, now);
  const auto total = static_cast<double>(step.total);
  const auto sent = static_cast<double>(step.sent);
  std::string text = fmt::format(" {} {:>4.0f} %  {} of {}", padded(cut_to(name_, kNameColumns), kNameColumns),
                                 100 * sent / total, megabytes(sent), megabytes(total));
  if (bytes_per_s_ > 0)
    text +=
        fmt::format("  {:.1f} MB/s  {} left", bytes_per_s_ / kMegabyte, duration_text((total - sent) / bytes_per_s_));
  screen_.redraw(text);
  if (screen_.style().live || now - told_ < kPlainEvery) return;
  told_ = now;
  screen_.line(text);
}

void SendingLine::done(const SentFile* sent) {
  screen_.redraw("");
  if (sent == nullptr || quiet_) return;
  const double seconds = std::chrono::duration<double>(clock_.steady_now() - begun_).count();
  std::string what = "is on the server already";
  if (sent->transcript_left_out)
    what += "; its transcript was left out. Delete the episode there, then send both again";
  if (!sent->duplicate) what = megabytes(static_cast<double>(sent->bytes)) + " in " + duration_text(seconds);
  screen_.line(fmt::format(" {} {}  {}", screen_.good("✓"), plain_line(name_), screen_.dim(what)));
}

}  // namespace podpromo
