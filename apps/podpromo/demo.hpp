#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <stop_token>

namespace podpromo {

// Makes a short interview to try PodPromo with, spoken by two synthetic voices (flite's slt and rms) from a script of
// ours, and leaves it at `target` as a tagged MP3. Does nothing when it is there already. Fails with unavailable when
// flite or ffmpeg isn't installed.
Done make_demo_episode(const fs::path& target, std::stop_token stop = {});

}  // namespace podpromo
