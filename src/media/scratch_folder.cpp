#include "media/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace podpromo {

Result<ScratchFolder> ScratchFolder::make() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "podpromo-XXXXXX").string();
  if (error) return failure(system_error("find the folder for temporary files", error.value()));
  if (::mkdtemp(name.data()) == nullptr) return failure(system_error("make a temporary folder", errno));
  return ScratchFolder(fs::path(name));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace podpromo
