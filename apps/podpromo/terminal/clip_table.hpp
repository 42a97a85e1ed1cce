#pragma once

#include "stages/pipeline.hpp"

#include <string>

namespace podpromo {

// The chosen clips as lines for a terminal of `columns`: rank, score, where, length, title, and why. Texts that
// are longer than their room go on in the next line.
std::string clip_table(const EpisodeResult& result, int columns);

}  // namespace podpromo
