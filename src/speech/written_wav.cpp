#include "speech/written_wav.hpp"

#include <fstream>

#include "speech/wav_form.hpp"

namespace podpromo {

void write_wav(const fs::path& file, const std::vector<std::int16_t>& samples) {
  std::string bytes = wav_header(samples.size());
  for (const std::int16_t sample : samples) append_sample(bytes, sample);
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace podpromo
