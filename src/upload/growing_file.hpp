#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace podpromo {

// A file that only grows at its end, and whose size says how much of it is here. What was appended is written out to
// the disk early, so that the sync at the end has little left to do. One thread at a time.
class GrowingFile {
 public:
  // An empty one; its folder has to be synced by the caller. Fails with conflict when the name is taken.
  static Result<GrowingFile> make(const fs::path& file);
  // All of what is there is saved first, so that no later failure takes away what an earlier life of the server told
  // was kept. Fails with not_found, or as sync() does, without a change.
  static Result<GrowingFile> open(const fs::path& file);

  std::uint64_t size() const { return size_; }
  // On failure (no_space, …) the file may have grown by the beginning of `bytes`; size() says by how much.
  Done append(std::string_view bytes);
  // Appends all of another file, copied by the kernel. Fails with cancelled soon after `stop`.
  Done append_file(const fs::path& other, const std::stop_token& stop = {});
  // Everything appended so far survives a power cut. On failure what isn't known to be saved is taken away.
  Done sync();
  // Takes away what is beyond `size`, and syncs.
  Done cut_to(std::uint64_t size);
  // At most the first `count` bytes.
  Result<std::string> beginning(std::size_t count) const;

 private:
  GrowingFile(FileDescriptor file, std::string name, std::uint64_t size)
      : file_(std::move(file)), name_(std::move(name)), size_(size), written_out_(size), synced_(size) {}
  void write_out_early();

  FileDescriptor file_;
  std::string name_;
  std::uint64_t size_ = 0;
  std::uint64_t written_out_ = 0;
  std::uint64_t synced_ = 0;
};

}  // namespace podpromo
