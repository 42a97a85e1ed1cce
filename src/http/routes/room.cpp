#include "http/routes/room.hpp"

namespace podpromo {

namespace {

Done check_waiting(const Front& front) {
  PODPROMO_TRY(waiting, front.jobs.waiting());
  if (waiting < front.most_waiting) return {};
  return failure(Fault::too_many, "too many episodes are waiting already",
                 "Send it again when some of them are finished.");
}

}  // namespace

Result<StorageRoom::Claim> claim_room(const Front& front, std::uint64_t coming) {
  PODPROMO_TRY(check_waiting(front));
  return front.room.claim(coming, [&uploads = front.uploads] { return uploads.held_bytes(); });
}

}  // namespace podpromo
