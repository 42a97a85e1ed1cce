#pragma once

#include <expected>
#include <string>

#include "base/result.hpp"

namespace podpromo {

// What people read when a Whisper model can't be used; `detail` is for the log.
std::unexpected<Error> unusable_model(std::string detail);
// What people read when decoding fails.
std::unexpected<Error> engine_failed(std::string detail);

}  // namespace podpromo
