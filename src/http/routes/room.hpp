#pragma once

#include "http/front.hpp"

#include <cstdint>

namespace podpromo {

// Room for another `coming` bytes, for as long as the claim lives. Fails with too_many when too many episodes wait
// already, no_space when episodes and unfinished uploads together would be over the storage limit or too little would
// stay free.
Result<StorageRoom::Claim> claim_room(const Front& front, std::uint64_t coming);

}  // namespace podpromo
