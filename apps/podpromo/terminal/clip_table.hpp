#pragma once

#include "stages/pipeline.hpp"

#include <string>

namespace podpromo {

// The chosen clips as lines for a terminal of `columns`: rank, score, where, length, title, and why, or the first words
// when there is room. Numbers are never cut, texts are.
std::string clip_table(const EpisodeResult& result, int columns);

}  // namespace podpromo
