#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace podpromo {

struct UploadLimits {
  std::uint64_t max_bytes = std::uint64_t{500} << 20;
  std::uint64_t free_space_reserve = std::uint64_t{200} << 20;  // what an upload must leave free on its disk
};

// What the client says before it sends.
struct Announced {
  std::string_view client_name;
  std::uint64_t bytes = 0;  // 0 = it didn't say
};

// Fails with too_large when so many bytes are over the limit.
Done check_length(std::uint64_t bytes, const UploadLimits& limits);

// What arrived, safe on disk.
struct ReceivedFile {
  fs::path file;
  std::uint64_t bytes = 0;
  std::string sha256;
};

// A file of media on its way in: written as it comes, refused as early as it can be known to be none of ours.
// Without finish() nothing of it stays.
class IncomingFile {
 public:
  // Kept in `waiting_room` under `name` until finish(). The client's name gives the extension only. Fails with
  // unsupported_media for one we don't take, no_space when the announced length (0 = unknown) or the reserve doesn't
  // fit, too_large when the announced length is over the limit.
  static Result<IncomingFile> begin(const fs::path& waiting_room, const std::string& name, const Announced& announced,
                                    const UploadLimits& limits);

  // In lower case without the dot.
  const std::string& extension() const { return extension_; }

  // Fails with too_large at the first byte over the limit, unsupported_media when the first bytes are no media's,
  // no_space when the disk is full.
  Done take(std::string_view bytes);
  // Moves the file to `target`, on the same file system, its folder made; all of it synced. Fails with bad_request
  // when the file is empty.
  Result<ReceivedFile> finish(const fs::path& target);

  IncomingFile(IncomingFile&&) noexcept = default;
  IncomingFile& operator=(IncomingFile&&) = delete;

 private:
  IncomingFile(Draft draft, fs::path kept, UploadLimits limits);
  Done check_space(std::uint64_t coming) const;
  Done check_magic();
  Done move_to(const fs::path& target) const;

  Draft draft_;
  fs::path kept_;
  std::string extension_;
  UploadLimits limits_;
  Sha256 sum_;
  std::uint64_t bytes_ = 0;
  std::string first_bytes_;
  bool is_media_ = false;
};

}  // namespace podpromo
