#pragma once

#include "progress/time_left.hpp"
#include "storage/episode_store.hpp"

namespace podpromo {

// Seconds of sound in an episode: as its stages found, else what its kind usually has for so many bytes.
double expected_duration_s(const Episode& episode);
// Seconds of work that are left when its bar stands at `percent`.
double expected_work_s(const Episode& episode, const StageCosts& costs, int percent);

}  // namespace podpromo
