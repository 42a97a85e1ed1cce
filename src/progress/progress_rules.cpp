#include "progress/progress_rules.hpp"

#include <algorithm>

namespace podpromo {

namespace {

constexpr std::size_t kLongestMessage = 2'000;
constexpr std::size_t kLongestDetail = 64'000;

// At most `limit` bytes, without half a UTF-8 character at the end.
std::string at_most(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

// A file of another program names no attempt; whoever works now may go on from it.
bool may_move(const std::optional<Progress>& now, const Attempt& attempt) {
  if (!now) return true;
  return !now->terminal() && (now->attempt == 0 || now->attempt == attempt.number);
}

int floor_of(const std::optional<Progress>& now) { return now ? now->percent : 0; }

}  // namespace

Progress begun(const Attempt& attempt, const ProgressUpdate& update) {
  return {.percent = std::clamp(update.percent, 0, 99),
          .stage = update.stage,
          .message = at_most(update.message, kLongestMessage),
          .detail = at_most(update.detail, kLongestDetail),
          .eta_seconds = update.eta_seconds,
          .eta_confidence = update.eta_confidence,
          .attempt = attempt.number};
}

std::optional<Progress> updated(const std::optional<Progress>& now, const Attempt& attempt,
                                const ProgressUpdate& update) {
  if (!may_move(now, attempt)) return std::nullopt;
  Progress next = begun(attempt, update);
  next.percent = std::max(next.percent, floor_of(now));
  return next;
}

std::optional<Progress> completed(const std::optional<Progress>& now, const Attempt& attempt,
                                  const std::string& message) {
  if (!may_move(now, attempt)) return std::nullopt;
  return Progress{
      .percent = 100, .stage = "completed", .message = at_most(message, kLongestMessage), .attempt = attempt.number};
}

std::optional<Progress> failed(const std::optional<Progress>& now, const Attempt& attempt, const std::string& message,
                               const std::string& detail) {
  if (!may_move(now, attempt)) return std::nullopt;
  return Progress{.percent = floor_of(now),
                  .stage = "error",
                  .message = at_most(message, kLongestMessage),
                  .detail = at_most(detail, kLongestDetail),
                  .attempt = attempt.number};
}

}  // namespace podpromo
