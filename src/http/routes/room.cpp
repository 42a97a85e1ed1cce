#include "http/routes/room.hpp"

#include <fmt/format.h>

namespace podpromo {

Done check_room(const Front& front, std::uint64_t coming) {
  PODPROMO_TRY(waiting, front.jobs.waiting());
  if (waiting >= front.most_waiting)
    return failure(Fault::too_many, "too many episodes are waiting already",
                   "Send it again when some of them are finished.");
  PODPROMO_TRY(stored, front.episodes.stored_bytes());
  if (stored + front.uploads.held_bytes() + coming > front.quota_bytes)
    return failure(Fault::no_space, fmt::format("the storage limit of {} GB is reached", front.quota_bytes >> 30),
                   "Delete old episodes, then send it again.");
  return {};
}

}  // namespace podpromo
