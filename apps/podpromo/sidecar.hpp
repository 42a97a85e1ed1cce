#pragma once

#include "base/durable.hpp"

#include <optional>

namespace podpromo {

// The transcript that lies beside `media` under its name: talk.vtt, talk.srt, talk.json or talk.txt for talk.mp3, the
// first of them that reads as one.
std::optional<fs::path> sidecar_of(const fs::path& media);

}  // namespace podpromo
