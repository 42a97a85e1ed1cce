#include "media/wav_file.hpp"

#include "media/extract_sound.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>

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

// Reads exactly `bytes` bytes at `at`, fewer only at the end of the file.
Result<std::size_t> read_at(const FileDescriptor& file, char* into, std::size_t bytes, std::uint64_t at) {
  std::size_t have = 0;
  while (have < bytes) {
    const ssize_t got = ::pread(file.get(), into + have, bytes - have, static_cast<off_t>(at + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(system_error("read the extracted sound", errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

Result<std::uint64_t> samples_in(const FileDescriptor& file) {
  Header header;
  PODPROMO_TRY(got, read_at(file, reinterpret_cast<char*>(&header), sizeof header, 0));
  const Header ours;
  const bool same = got == sizeof header && header.riff == ours.riff && header.wave_format == ours.wave_format &&
                    header.encoding == ours.encoding && header.channels == ours.channels && header.rate == ours.rate &&
                    header.bits == ours.bits && header.data == ours.data;
  if (!same)
    return failure(Fault::internal, "the extracted sound is damaged", "Run the same command again; it is made anew.");
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return failure(system_error("read the extracted sound", errno));
  const auto there = static_cast<std::uint64_t>(facts.st_size) - sizeof header;
  return std::min<std::uint64_t>(header.data_bytes, there) / kBytesPerSample;
}

std::uint64_t sample_at(double seconds, std::uint64_t samples) {
  const double position = std::round(seconds * kSoundRate);
  if (!(position > 0)) return 0;  // not a number, too
  return position >= static_cast<double>(samples) ? samples : static_cast<std::uint64_t>(position);
}

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

Result<std::vector<float>> read_sound(const fs::path& wav, double start_s, double end_s) {
  const FileDescriptor file(::open(wav.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return failure(system_error("read the extracted sound", errno));
  PODPROMO_TRY(samples, samples_in(file));
  const std::uint64_t first = sample_at(start_s, samples);
  const std::uint64_t last = std::max(first, sample_at(end_s, samples));
  std::vector<std::int16_t> pcm(last - first);
  PODPROMO_TRY(got, read_at(file, reinterpret_cast<char*>(pcm.data()), pcm.size() * kBytesPerSample,
                            sizeof(Header) + first * kBytesPerSample));
  pcm.resize(got / kBytesPerSample);
  std::vector<float> sound(pcm.size());
  std::ranges::transform(pcm, sound.begin(), [](std::int16_t sample) { return static_cast<float>(sample) / 32768.0f; });
  return sound;
}

}  // namespace podpromo
