#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace podpromo {

// Measured while the sound was extracted, in one pass over the whole episode.
struct Sound {
  double duration_s = 0;                // decoded samples / rate: the truth about the length
  std::optional<double> loudness_lufs;  // integrated, ITU-R BS.1770-4; absent for silence
  double peaks_per_s = 0;               // how many entries of `peaks` make a second
  std::vector<std::uint8_t> peaks;      // largest |sample| of each step, 0…255 of full scale
  bool cut_short = false;               // the file promised more sound than it holds
  bool operator==(const Sound&) const = default;
};

}  // namespace podpromo
