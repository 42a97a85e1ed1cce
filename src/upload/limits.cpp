#include "upload/limits.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "media/sniff.hpp"

namespace podpromo {

Done check_length(std::uint64_t bytes, const UploadLimits& limits) {
  if (bytes <= limits.max_bytes) return {};
  return failure(Fault::too_large, fmt::format("the file is over the limit of {} MB", limits.max_bytes >> 20),
                 "Send a smaller file, or let the owner of this server raise MAX_UPLOAD_BYTES.");
}

Done check_transcript_length(std::uint64_t bytes) {
  if (bytes <= kLargestTranscript) return {};
  return failure(Fault::too_large, fmt::format("the transcript is larger than {} MB", kLargestTranscript >> 20),
                 "Send it as SRT or WebVTT.");
}

Done check_space(const fs::path& folder, std::uint64_t coming, const UploadLimits& limits) {
  std::error_code unknown;
  const auto space = fs::space(folder, unknown);
  if (unknown || space.available >= limits.free_space_reserve + coming) return {};
  return failure(Fault::no_space, "there isn't enough space on the server's disk for this file",
                 "Delete old episodes, then send it again.");
}

Result<std::string> media_extension(std::string_view client_name) {
  const fs::path name(client_name);
  if (!is_accepted_extension(name))
    return failure(Fault::unsupported_media, "this kind of file isn't taken",
                   fmt::format("Send one of: {}.", accepted_extensions_text()));
  std::string extension = name.extension().string().substr(1);
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

}  // namespace podpromo
