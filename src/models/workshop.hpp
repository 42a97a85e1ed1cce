#pragma once

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace podpromo {

// The models folder while one process changes it: locked against others, with a scratch folder on the same disk
// that is emptied at the beginning (a crash may have left things) and removed at the end.
class ModelWorkshop {
 public:
  // Makes the folder. Fails with conflict when another process is at work in it.
  static Result<ModelWorkshop> open(const fs::path& models_folder);
  ~ModelWorkshop();
  ModelWorkshop(ModelWorkshop&&) noexcept;
  ModelWorkshop& operator=(ModelWorkshop&&) = delete;

  const fs::path& folder() const { return folder_; }
  fs::path scratch(const std::string& name) const { return scratch_ / name; }
  // Makes an empty folder in the scratch folder, whatever was there by that name.
  Result<fs::path> scratch_folder(const std::string& name) const;
  // Fails with no_space when fewer bytes than that are free on the disk.
  Done need_space(std::uint64_t bytes) const;
  // Moves a finished file on the same disk to its name in the models folder, durably.
  Result<fs::path> put_in_place(const fs::path& finished, const std::string& name) const;

 private:
  ModelWorkshop(fs::path folder, FileDescriptor lock);
  fs::path folder_;
  fs::path scratch_;
  FileDescriptor lock_;
};

}  // namespace podpromo
