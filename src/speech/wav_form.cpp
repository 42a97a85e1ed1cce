#include "speech/wav_form.hpp"

#include <algorithm>
#include <cmath>

#include "speech/wav.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kBytesPerSample = 2;

void append_number(std::string& bytes, std::size_t value, int length) {
  for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

std::string wav_header(std::size_t samples) {
  const std::size_t data_bytes = kBytesPerSample * samples;
  std::string header = "RIFF";
  append_number(header, 36 + data_bytes, 4);
  header += "WAVEfmt ";
  append_number(header, 16, 4);
  append_number(header, 1, 2);  // PCM
  append_number(header, 1, 2);  // mono
  append_number(header, kSamplesPerSecond, 4);
  append_number(header, kSamplesPerSecond * kBytesPerSample, 4);
  append_number(header, kBytesPerSample, 2);
  append_number(header, 8 * kBytesPerSample, 2);
  header += "data";
  append_number(header, data_bytes, 4);
  return header;
}

std::int16_t wav_sample(float sample) {
  return static_cast<std::int16_t>(std::clamp(std::lround(sample * 32768.0F), -32768L, 32767L));
}

void append_sample(std::string& bytes, std::int16_t sample) {
  append_number(bytes, static_cast<std::uint16_t>(sample), kBytesPerSample);
}

}  // namespace podpromo
