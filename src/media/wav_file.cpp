#include "media/wav_file.hpp"

#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>

namespace podpromo {

namespace {

static_assert(std::endian::native == std::endian::little, "samples are written as they lie in memory");

constexpr std::uint32_t kBytesPerSample = 2;

// The 44 bytes before the samples.
struct Header {
  std::array<char, 4> riff{'R', 'I', 'F', 'F'};
  std::uint32_t bytes_after_this = 36;
  std::array<char, 8> wave_format{'W', 'A', 'V', 'E', 'f', 'm', 't', ' '};
  std::uint32_t format_bytes = 16;
  std::uint16_t encoding = 1;  // linear PCM
  std::uint16_t channels = 1;
  std::uint32_t rate = kSoundRate;
  std::uint32_t bytes_per_s = kSoundRate * kBytesPerSample;
  std::uint16_t bytes_per_frame = kBytesPerSample;
  std::uint16_t bits = 8 * kBytesPerSample;
  std::array<char, 4> data{'d', 'a', 't', 'a'};
  std::uint32_t data_bytes = 0;
};
static_assert(sizeof(Header) == 44);

std::string_view bytes_of(const Header& header) { return {reinterpret_cast<const char*>(&header), sizeof header}; }

}  // namespace

Result<WavWriter> WavWriter::begin(const fs::path& target) {
  PODPROMO_TRY(draft, Draft::begin(target));
  PODPROMO_TRY(draft.write(bytes_of(Header{})));
  return WavWriter(std::move(draft));
}

Done WavWriter::add(std::span<const std::int16_t> samples) {
  samples_ += samples.size();
  return draft_.write({reinterpret_cast<const char*>(samples.data()), samples.size_bytes()});
}

Done WavWriter::keep() {
  Header header;
  header.data_bytes = static_cast<std::uint32_t>(samples_ * kBytesPerSample);
  header.bytes_after_this += header.data_bytes;
  if (::pwrite(draft_.descriptor(), &header, sizeof header, 0) != sizeof header)
    return failure(system_error("write the extracted sound", errno));
  return draft_.keep();
}

}  // namespace podpromo
