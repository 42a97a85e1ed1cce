#pragma once

#include "http/front.hpp"

#include <cstdint>

namespace podpromo {

// Whether another `coming` bytes may be sent: fails with too_many when too many episodes wait already, no_space when
// episodes and unfinished uploads together would be over the storage limit or too little would stay free.
Done check_room(const Front& front, std::uint64_t coming);
// The same, and keeps the room for as long as the claim lives.
Result<StorageRoom::Claim> claim_room(const Front& front, std::uint64_t coming);

}  // namespace podpromo
