#include "http/routes/progress_stream.hpp"

#include <utility>

#include <fmt/format.h>

namespace podpromo {

namespace {

// A client that lost the stream asks again after two seconds.
constexpr std::string_view kGreeting = "retry: 2000\n\n";

std::string event_id(const ProgressBoard& board, std::uint64_t change) {
  return fmt::format("{}-{}", board.life(), change);
}

// A line break ends a field, so the body goes in as the one line it is.
std::string_view one_line(std::string_view body) { return body.substr(0, body.find('\n')); }

}  // namespace

bool is_current(const ProgressBoard& board, const ProgressNews& news, std::string_view last_event_id) {
  return last_event_id == event_id(board, news.change);
}

ProgressStream::ProgressStream(ProgressBoard& board, std::string_view id, const ProgressNews& news,
                               std::string_view last_event_id)
    : board_(board), id_(id), sent_(is_current(board, news, last_event_id) ? news.answer.etag : std::string()) {}

void ProgressStream::on_news(std::function<void()> wake) { watch_ = board_.watch(id_, std::move(wake)); }

bool ProgressStream::is_at_hand() {
  if (!over_) at_hand_ = board_.news_at_hand(id_);
  return over_ || at_hand_;
}

std::optional<std::string> ProgressStream::next() {
  if (over_) return std::nullopt;
  std::string out(std::exchange(greeted_, true) ? "" : kGreeting);
  auto at_hand = std::exchange(at_hand_, std::nullopt);
  const ProgressNews news = at_hand ? *std::move(at_hand) : board_.news(id_);
  if (sent_ == news.answer.etag) return out;
  sent_ = news.answer.etag;
  over_ = news.over;
  return out + fmt::format("id: {}\nevent: progress\ndata: {}\n\n", event_id(board_, news.change),
                           one_line(*news.answer.body));
}

}  // namespace podpromo
