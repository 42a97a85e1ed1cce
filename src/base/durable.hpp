#pragma once

#include "base/file_descriptor.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace podpromo {

namespace fs = std::filesystem;

// A file that appears under its final name whole or not at all. It is written next to its target under
// a name that ends in ".draft"; keep() syncs it, renames it and syncs the folder, in this order, so what
// keep() acknowledged survives a power cut. Without keep() the destructor deletes the draft.
class Draft {
 public:
  // Makes the parent folders. Fails as creating a file does (denied, no_space, …).
  static Result<Draft> begin(fs::path target);
  ~Draft();
  Draft(Draft&&) noexcept;
  Draft& operator=(Draft&&) = delete;

  // Where a child program may write; the same file as write() appends to.
  const fs::path& path() const { return draft_; }
  int descriptor() const { return file_.get(); }
  Done write(std::string_view bytes);
  Done keep();

 private:
  Draft(fs::path target, fs::path draft, FileDescriptor file);
  fs::path target_;
  fs::path draft_;
  FileDescriptor file_;
};

// Replaces `file` by `bytes`; readers at any moment see the old whole or the new whole.
Done write_durably(const fs::path& file, std::string_view bytes);
// The whole file as bytes; fails with too_large over `limit` bytes, not_found when it isn't there.
Result<std::string> read_whole(const fs::path& file, std::size_t limit = std::size_t{1} << 30);
// Makes `folder` and its parents, whose names survive a power cut then; nothing happens when it is there.
Done make_folder(const fs::path& folder);
// Makes names inside `folder` that were added, renamed or removed survive a power cut.
Done sync_folder(const fs::path& folder);
// Deletes what a crash left behind directly in `folder`: drafts by their whole name ("NAME.PID-N.draft"), so that what
// somebody else calls a draft stays. Not while a writer is at work there.
void remove_drafts(const fs::path& folder);
// The same in `folder` and everywhere below it, for folders that are ours alone.
void remove_drafts_below(const fs::path& folder);

}  // namespace podpromo
