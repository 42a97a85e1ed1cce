#pragma once

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"

#include <utility>

namespace podpromo {

// A private folder for what a render needs only while it runs. It goes, with all that is in it, with its owner; when
// that was killed, with the next one who makes or sweeps here.
class ScratchFolder {
 public:
  // In the system's folder for temporary files. Fails as making a folder does.
  static Result<ScratchFolder> make();
  // Deletes what owners that were killed have left.
  static void sweep();
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})), held_(std::move(other.held_)) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const fs::path& path() const { return path_; }

 private:
  ScratchFolder(fs::path path, FileDescriptor held) : path_(std::move(path)), held_(std::move(held)) {}
  fs::path path_;
  FileDescriptor held_;  // the folder itself, locked: so others see that its owner lives
};

}  // namespace podpromo
