#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace podpromo {

// The 44 bytes that a WAV file of 16 kHz mono 16-bit PCM has in front of so many samples.
std::string wav_header(std::size_t samples);

// A sample of -1…1 as such a file has it; louder ones are cut to what fits.
std::int16_t wav_sample(float sample);

// Adds the two bytes of a sample.
void append_sample(std::string& bytes, std::int16_t sample);

}  // namespace podpromo
