#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace podpromo {

struct UploadLimits {
  std::uint64_t max_bytes = std::uint64_t{500} << 20;
  std::uint64_t free_space_reserve = std::uint64_t{200} << 20;  // what an upload must leave free on its disk
};

// The most that a transcript of an episode may have; ten hours as JSON, word by word, are half of it.
inline constexpr std::uint64_t kLargestTranscript = std::uint64_t{16} << 20;

// Fails with too_large when so many bytes are over the limit.
Done check_length(std::uint64_t bytes, const UploadLimits& limits);
// The same for a transcript.
Done check_transcript_length(std::uint64_t bytes);
// Fails with no_space when `coming` bytes and the reserve don't fit on the disk of `folder`.
Done check_space(const fs::path& folder, std::uint64_t coming, const UploadLimits& limits);
// The extension in the client's name for its file, in lower case without the dot. Fails with unsupported_media for one
// we don't take.
Result<std::string> media_extension(std::string_view client_name);

}  // namespace podpromo
