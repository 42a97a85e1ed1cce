#pragma once

#include "http/front.hpp"
#include "http/message.hpp"

#include <atomic>
#include <memory>
#include <mutex>

namespace podpromo {

// What all corrections share.
struct CorrectionDesk {
  // Between looking whether a transcript is still the one that was corrected and saving the corrections, nobody else
  // may save.
  std::mutex one_at_a_time;
  std::atomic<int> bodies = 0;  // under way, each in memory
};

// Takes the body of a PUT, or answers at once when no body could make it right: not found, without If-Match, while the
// episode is listened to, or when the transcript has changed. Also when so many are under way that memory would run
// out.
std::unique_ptr<BodySink> correction_sink(const Request& request, const Front& front,
                                          const std::shared_ptr<CorrectionDesk>& desk);

}  // namespace podpromo
