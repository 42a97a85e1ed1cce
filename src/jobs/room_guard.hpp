#pragma once

#include "jobs/workshop.hpp"
#include "storage/storage_room.hpp"

#include <cstdint>

namespace podpromo {

// About how many bytes the stages write beside this media: sound, previews, clips. Guessed from size and kind, because
// nothing more is known before it is probed.
std::uint64_t expected_work_bytes(const fs::path& media);

// `pipeline`, kept from filling the disk: it doesn't begin without room for what it is expected to write, and stops
// when the reserve is touched while it works. Both fail with no_space; what was finished stays, as after any failure.
// `room` outlives it.
Pipeline within_room(Pipeline pipeline, const StorageRoom& room);

}  // namespace podpromo
