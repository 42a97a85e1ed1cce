#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/durable.hpp"

namespace podpromo {

// For tests: writes 16 kHz mono 16-bit PCM with a plain 44-byte header, without waiting for the disk.
void write_wav(const fs::path& file, const std::vector<std::int16_t>& samples);

}  // namespace podpromo
