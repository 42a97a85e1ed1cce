#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <utility>

namespace podpromo {

// A private folder for what a render needs only while it runs. It goes, with all that is in it, with its owner.
class ScratchFolder {
 public:
  // In the system's folder for temporary files. Fails as making a folder does.
  static Result<ScratchFolder> make();
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const fs::path& path() const { return path_; }

 private:
  explicit ScratchFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

}  // namespace podpromo
