#include "speech/wav.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace podpromo {

namespace {

constexpr std::size_t kChunkHeader = 8;    // name and length
constexpr std::size_t kFormatLength = 16;  // of the fields that matter here

std::unexpected<Error> not_our_wav(std::string detail) {
  return failure(Fault::unreadable_media, "the extracted sound is damaged",
                 "Run the same command again; it is made anew.", std::move(detail));
}

// Reads up to `bytes.size()` bytes at `offset`; fewer only at the end of the file.
Result<std::size_t> read_at(int file, std::size_t offset, std::span<char> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got = ::pread(file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(system_error("read the sound", errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

template <typename T>
T little_endian(const char* bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value | static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  return value;
}

bool is_our_format(const char* format) {
  const auto kind = little_endian<std::uint16_t>(format);
  constexpr std::uint16_t kPcm = 1, kExtensible = 0xFFFE;
  return (kind == kPcm || kind == kExtensible) && little_endian<std::uint16_t>(format + 2) == 1 &&
         little_endian<std::uint32_t>(format + 4) == kSamplesPerSecond &&
         little_endian<std::uint16_t>(format + 14) == 16;
}

struct DataChunk {
  std::size_t at = 0;
  std::size_t bytes = 0;
};

// Walks the RIFF chunks up to the samples. A length the writer never filled in means "to the end of the file".
Result<DataChunk> find_data(int file, std::size_t file_bytes) {
  bool format_seen = false;
  for (std::size_t at = 12; at + kChunkHeader <= file_bytes;) {
    std::array<char, kChunkHeader + kFormatLength> head{};
    PODPROMO_TRY(got, read_at(file, at, head));
    const std::string_view name(head.data(), 4);
    const std::size_t length = little_endian<std::uint32_t>(head.data() + 4);
    const std::size_t rest = file_bytes - at - kChunkHeader;
    if (name == "fmt ") {
      if (got < head.size() || !is_our_format(head.data() + kChunkHeader)) return not_our_wav("not 16 kHz mono PCM");
      format_seen = true;
    }
    if (name == "data" && format_seen) return DataChunk{at + kChunkHeader, length == 0 ? rest : std::min(length, rest)};
    at += kChunkHeader + length + length % 2;
  }
  return not_our_wav("no data chunk");
}

}  // namespace

Result<Wav> Wav::open(const fs::path& file) {
  FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor) return failure(system_error("open the sound", errno));
  struct stat facts{};
  if (::fstat(descriptor.get(), &facts) != 0) return failure(system_error("look at the sound", errno));
  std::array<char, 12> head{};
  PODPROMO_TRY(got, read_at(descriptor.get(), 0, head));
  const std::string_view riff(head.data(), 4), wave(head.data() + 8, 4);
  if (got < head.size() || (riff != "RIFF" && riff != "RF64") || wave != "WAVE") return not_our_wav("no RIFF header");
  PODPROMO_TRY(data, find_data(descriptor.get(), static_cast<std::size_t>(facts.st_size)));
  return Wav(std::move(descriptor), data.at, data.bytes / sizeof(std::int16_t));
}

Result<std::vector<float>> Wav::read(std::size_t first, std::size_t count) const {
  if (first >= samples_) return std::vector<float>{};
  count = std::min(count, samples_ - first);
  std::vector<char> bytes(count * sizeof(std::int16_t));
  PODPROMO_TRY(got, read_at(file_.get(), data_at_ + first * sizeof(std::int16_t), bytes));
  std::vector<float> sound(got / sizeof(std::int16_t));
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<float>(static_cast<std::int16_t>(little_endian<std::uint16_t>(&bytes[2 * i]))) / 32768.0F;
  return sound;
}

Result<std::vector<float>> Wav::read_span(double start_s, double end_s) const {
  const auto sample_at = [](double seconds) {
    return static_cast<std::size_t>(std::llround(std::max(0.0, seconds) * kSamplesPerSecond));
  };
  const std::size_t first = sample_at(start_s);
  return read(first, std::max(sample_at(end_s), first) - first);
}

}  // namespace podpromo
