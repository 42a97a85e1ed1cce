#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "upload/growing_file.hpp"
#include "upload/limits.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace podpromo {

// What the client says before it sends.
struct Announced {
  std::string_view client_name;
  std::uint64_t bytes = 0;  // 0 = it didn't say
};

// A file of media on its way in over one connection: written as it comes, refused as early as it can be known to be
// none of ours. It is gone with this object; who keeps it links or moves it before.
class IncomingFile {
 public:
  // Lies in `waiting_room` under `name`. The client's name gives the extension only. Fails with unsupported_media for
  // one we don't take, no_space when the announced length (0 = unknown) or the reserve doesn't fit, too_large when the
  // announced length is over the limit.
  static Result<IncomingFile> begin(const fs::path& waiting_room, const std::string& name, const Announced& announced,
                                    const UploadLimits& limits);
  ~IncomingFile();
  IncomingFile(IncomingFile&& other) noexcept;
  IncomingFile& operator=(IncomingFile&&) = delete;

  // In lower case without the dot.
  const std::string& extension() const { return extension_; }
  const fs::path& path() const { return path_; }
  std::uint64_t bytes() const { return file_.size(); }

  // Fails with too_large at the first byte over the limit, unsupported_media when the first bytes are no media's,
  // no_space when the disk is full.
  Done take(std::string_view bytes);
  // Every byte is here, and synced. Fails with bad_request when the file is empty, unsupported_media when it is too
  // short to be media.
  Done finish();

 private:
  IncomingFile(GrowingFile file, fs::path path, UploadLimits limits);
  Done check_magic();

  GrowingFile file_;
  fs::path path_;
  std::string extension_;
  UploadLimits limits_;
  bool is_media_ = false;
};

}  // namespace podpromo
