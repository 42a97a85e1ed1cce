#include "stages/media_identity.hpp"

#include <sys/stat.h>

#include <cerrno>

#include <fmt/format.h>

#include "base/sha256.hpp"

namespace podpromo {

Result<std::string> media_identity(const fs::path& media, const Artefacts& artefacts, const std::string& known) {
  struct stat facts{};
  if (::stat(media.c_str(), &facts) != 0) return failure(system_error("read " + media.filename().string(), errno));
  if (!S_ISREG(facts.st_mode))
    return failure(Fault::bad_request, media.filename().string() + " is not a file",
                   "Give the path of an audio or video file.");
  const std::string seen = fmt::format("{}:{}:{}:{}.{}", facts.st_dev, facts.st_ino, facts.st_size,
                                       facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
  return artefacts.once("00_media", artefact_key({"media 1", seen}), [&]() -> Result<std::string> {
    if (known.empty()) return sha256_of_file(media);
    return known;
  });
}

}  // namespace podpromo
