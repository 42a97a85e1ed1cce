#include "speech/written_wav.hpp"

#include <fstream>
#include <string_view>

#include "speech/wav.hpp"

namespace podpromo {

namespace {

void append_number(std::string& bytes, std::uint32_t value, int length) {
  for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

void write_wav(const fs::path& file, const std::vector<std::int16_t>& samples) {
  const auto data_bytes = static_cast<std::uint32_t>(samples.size() * sizeof(std::int16_t));
  std::string bytes = "RIFF";
  append_number(bytes, 36 + data_bytes, 4);
  bytes += "WAVEfmt ";
  append_number(bytes, 16, 4);
  append_number(bytes, 1, 2);  // PCM
  append_number(bytes, 1, 2);  // mono
  append_number(bytes, kSamplesPerSecond, 4);
  append_number(bytes, 2 * kSamplesPerSecond, 4);
  append_number(bytes, 2, 2);
  append_number(bytes, 16, 2);
  bytes += "data";
  append_number(bytes, data_bytes, 4);
  for (std::int16_t sample : samples) append_number(bytes, static_cast<std::uint16_t>(sample), 2);
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace podpromo
