#include "sidecar.hpp"

#include <string>

#include "speech/subtitles.hpp"

namespace podpromo {

std::optional<fs::path> sidecar_of(const fs::path& media) {
  for (const char* extension : {".vtt", ".srt", ".json", ".txt"}) {
    fs::path file = media;
    file.replace_extension(extension);
    const auto text = read_whole(file, std::size_t{64} << 20);
    // Many a JSON or text file beside an episode is something else.
    if (text && read_given_transcript(*text, file.filename().string())) return fs::absolute(file);
  }
  return std::nullopt;
}

}  // namespace podpromo
