#pragma once

#include "http/event_source.hpp"
#include "progress/progress_board.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// The progress of one episode as server-sent events, each with the body of GET /api/progress/{id} as its data. Whoever
// reads slowly gets the newest and misses what was between, never the last: nothing is kept for a reader but the ETag
// of what it has. Ends after the event that ends the episode's work, or says that the episode is gone.
class ProgressStream final : public EventSource {
 public:
  // `last_event_id` is what the client had last, if anything; when that is the `news` of now, it gets nothing until
  // they have changed. The board outlives the stream.
  ProgressStream(ProgressBoard& board, std::string_view id, const ProgressNews& news, std::string_view last_event_id);

  void on_news(std::function<void()> wake) override;
  std::optional<std::string> next() override;
  bool is_at_hand() override;

 private:
  ProgressBoard& board_;
  const std::string id_;
  std::string sent_;  // the ETag of what the client has
  bool greeted_ = false;
  bool over_ = false;
  std::optional<ProgressNews> at_hand_ = {};
  std::unique_ptr<ProgressBoard::Watch> watch_ = {};
};

// Whether `last_event_id` names what is shown now: "<life>-<change>".
bool is_current(const ProgressBoard& board, const ProgressNews& news, std::string_view last_event_id);

}  // namespace podpromo
