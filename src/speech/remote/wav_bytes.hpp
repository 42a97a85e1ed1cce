#pragma once

#include <span>
#include <string>

namespace podpromo {

// `samples`, 16 kHz mono, as the bytes of a WAV file with 16 bits a sample: every server reads it, and ten minutes stay
// below the 25 MB that most of them take.
std::string wav_bytes(std::span<const float> samples);

// Where to cut `samples` with the least harm: the middle of the quietest tenth of a second in [from, to).
std::size_t quietest_sample(std::span<const float> samples, std::size_t from, std::size_t to);

}  // namespace podpromo
