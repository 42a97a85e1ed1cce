#include "media/sniff.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace podpromo {

namespace {

using namespace std::string_view_literals;

constexpr std::array kTypes{
    MediaType{"mp3", "mp3", "audio/mpeg"},       MediaType{"wav", "wav", "audio/wav"},
    MediaType{"m4a", "mov", "audio/mp4"},        MediaType{"aac", "aac", "audio/aac"},
    MediaType{"flac", "flac", "audio/flac"},     MediaType{"ogg", "ogg", "audio/ogg"},
    MediaType{"opus", "ogg", "audio/ogg"},       MediaType{"mp4", "mov", "video/mp4"},
    MediaType{"mov", "mov", "video/quicktime"},  MediaType{"mkv", "matroska", "video/x-matroska"},
    MediaType{"webm", "matroska", "video/webm"}, MediaType{"avi", "avi", "video/x-msvideo"},
};

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

bool has_at(std::string_view bytes, std::size_t at, std::string_view what) {
  return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

std::optional<std::string_view> riff_kind(std::string_view bytes) {
  const bool riff =
      bytes.starts_with("RIFF") || bytes.starts_with("RIFX") || bytes.starts_with("RF64") || bytes.starts_with("BW64");
  if (riff && has_at(bytes, 8, "WAVE")) return "wav";
  if (riff && has_at(bytes, 8, "AVI ")) return "avi";
  return std::nullopt;
}

// ISO/IEC 14496-12 files begin with a file type box; QuickTime files of before it with any of a few atoms.
std::optional<std::string_view> mpeg4_kind(std::string_view bytes) {
  if (has_at(bytes, 4, "ftyp")) {
    if (has_at(bytes, 8, "M4A") || has_at(bytes, 8, "M4B")) return "m4a";
    return has_at(bytes, 8, "qt  ") ? "mov" : "mp4";
  }
  constexpr std::array kAtoms{"moov"sv, "mdat"sv, "wide"sv, "free"sv, "skip"sv, "pnot"sv};
  return std::ranges::any_of(kAtoms, [&](std::string_view atom) { return has_at(bytes, 4, atom); })
             ? std::optional("mov"sv)
             : std::nullopt;
}

std::optional<std::string_view> ogg_kind(std::string_view bytes) {
  if (!bytes.starts_with("OggS")) return std::nullopt;
  // The first page of RFC 7845 has one segment, so its packet begins at byte 28.
  return has_at(bytes, 28, "OpusHead") ? "opus" : "ogg";
}

std::optional<std::string_view> ebml_kind(std::string_view bytes) {
  if (!bytes.starts_with("\x1A\x45\xDF\xA3")) return std::nullopt;
  return bytes.substr(0, 64).contains("webm") ? "webm" : "mkv";
}

// Bytes of the frame whose header (ISO/IEC 11172-3 and 13818-3, layers II and III) begins at `at`; 0 when there
// is none or its length can't be told ("free format").
std::size_t mpeg_audio_frame_bytes(std::string_view bytes, std::size_t at) {
  constexpr std::array kBitRatesOf1Layer3{0u,   32u,  40u,  48u,  56u,  64u,  80u, 96u,
                                          112u, 128u, 160u, 192u, 224u, 256u, 320u};
  constexpr std::array kBitRatesOf1Layer2{0u,   32u,  48u,  56u,  64u,  80u,  96u, 112u,
                                          128u, 160u, 192u, 224u, 256u, 320u, 384u};
  constexpr std::array kBitRatesOf2{0u, 8u, 16u, 24u, 32u, 40u, 48u, 56u, 64u, 80u, 96u, 112u, 128u, 144u, 160u};
  constexpr std::array kSampleRates{44100u, 48000u, 32000u};
  if (bytes.size() < at + 3 || byte_at(bytes, at) != 0xFF || (byte_at(bytes, at + 1) & 0xE0) != 0xE0) return 0;
  const unsigned version = byte_at(bytes, at + 1) >> 3 & 3;  // 0: MPEG 2.5, 1: reserved, 2: MPEG 2, 3: MPEG 1
  const unsigned layer = byte_at(bytes, at + 1) >> 1 & 3;    // 1: III, 2: II
  const unsigned bit_rate = byte_at(bytes, at + 2) >> 4;
  const unsigned sample_rate = byte_at(bytes, at + 2) >> 2 & 3;
  if (version == 1 || layer == 0 || layer == 3 || bit_rate == 0 || bit_rate == 15 || sample_rate == 3) return 0;
  const bool first = version == 3;
  const auto& bit_rates = !first ? kBitRatesOf2 : layer == 1 ? kBitRatesOf1Layer3 : kBitRatesOf1Layer2;
  const unsigned rate = kSampleRates[sample_rate] >> (first ? 0 : version == 2 ? 1 : 2);
  const unsigned slots = layer == 1 && !first ? 72 : 144;
  return slots * bit_rates[bit_rate] * 1000 / rate + (byte_at(bytes, at + 2) >> 1 & 1);
}

// Two frames in a row: eleven set bits alone are too easily come by. Zeros before the first are common.
bool is_mpeg_audio(std::string_view bytes) {
  if (bytes.starts_with("ID3") || bytes.starts_with("APETAGEX")) return true;
  const std::size_t first = bytes.find_first_not_of('\0');
  if (first == std::string_view::npos) return false;
  const std::size_t length = mpeg_audio_frame_bytes(bytes, first);
  const std::size_t second = first + length;
  return length > 0 && (second + 3 > bytes.size() || mpeg_audio_frame_bytes(bytes, second) > 0);
}

// ISO/IEC 13818-7, 6.2: twelve set bits, layer 0, and a sampling frequency that exists.
bool is_adts(std::string_view bytes) {
  return bytes.size() >= 7 && byte_at(bytes, 0) == 0xFF && (byte_at(bytes, 1) & 0xF6) == 0xF0 &&
         (byte_at(bytes, 2) >> 2 & 15) < 13;
}

}  // namespace

std::span<const MediaType> accepted_media_types() { return kTypes; }

std::string accepted_extensions_text() {
  std::array<std::string_view, kTypes.size()> extensions;
  std::ranges::transform(kTypes, extensions.begin(), &MediaType::extension);
  return fmt::format("{}", fmt::join(extensions, ", "));
}

bool is_accepted_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  if (extension.empty()) return false;
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::any_of(
      kTypes, [name = std::string_view(extension).substr(1)](const MediaType& type) { return type.extension == name; });
}

Result<std::string_view> media_kind(std::string_view first_bytes) {
  if (const auto kind = riff_kind(first_bytes)) return *kind;
  if (const auto kind = mpeg4_kind(first_bytes)) return *kind;
  if (const auto kind = ogg_kind(first_bytes)) return *kind;
  if (const auto kind = ebml_kind(first_bytes)) return *kind;
  if (first_bytes.starts_with("fLaC")) return "flac";
  if (is_adts(first_bytes)) return "aac";
  if (is_mpeg_audio(first_bytes)) return "mp3";
  return failure(Fault::unsupported_media, "this is not a kind of media file PodPromo takes",
                 fmt::format("Choose one of these: {}.", accepted_extensions_text()));
}

}  // namespace podpromo
