#include "models/workshop.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::string_view kScratch = ".unfinished";
constexpr std::uint64_t kSpare = 16 << 20;  // left free for everybody else

}  // namespace

Result<ModelWorkshop> ModelWorkshop::open(const fs::path& models_folder) {
  PODPROMO_TRY(make_folder(models_folder));
  FileDescriptor lock(::open(models_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return failure(system_error("open the models folder", errno));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    return failure(Fault::conflict, "another PodPromo is fetching or importing a model right now",
                   "Wait until it is done, then run this again.");
  ModelWorkshop workshop(models_folder, std::move(lock));
  std::error_code error;
  fs::remove_all(workshop.scratch_, error);
  PODPROMO_TRY(make_folder(workshop.scratch_));
  return workshop;
}

ModelWorkshop::ModelWorkshop(fs::path folder, FileDescriptor lock)
    : folder_(std::move(folder)), scratch_(folder_ / kScratch), lock_(std::move(lock)) {}

ModelWorkshop::ModelWorkshop(ModelWorkshop&& other) noexcept
    : folder_(std::move(other.folder_)), scratch_(std::exchange(other.scratch_, {})), lock_(std::move(other.lock_)) {}

ModelWorkshop::~ModelWorkshop() {
  std::error_code error;
  if (!scratch_.empty()) fs::remove_all(scratch_, error);
}

Result<fs::path> ModelWorkshop::scratch_folder(const std::string& name) const {
  fs::path made = scratch_ / name;
  std::error_code error;
  fs::remove_all(made, error);
  PODPROMO_TRY(make_folder(made));
  return made;
}

Done ModelWorkshop::need_space(std::uint64_t bytes) const {
  std::error_code error;
  const fs::space_info disk = fs::space(folder_, error);
  if (error || disk.available >= bytes + kSpare) return {};
  constexpr std::uint64_t kMegabyte = 1'000'000;
  return failure(Fault::no_space,
                 fmt::format("the model needs {} MB of disk space and only {} MB are free",
                             (bytes + kSpare) / kMegabyte + 1, disk.available / kMegabyte),
                 "Free some space, or set PODPROMO_MODELS_DIR to a folder on another disk.");
}

Result<fs::path> ModelWorkshop::put_in_place(const fs::path& finished, const std::string& name) const {
  fs::path target = folder_ / name;
  PODPROMO_TRY(draft, Draft::begin(target));
  std::error_code error;
  fs::rename(finished, draft.path(), error);
  if (error) return failure(system_error("save " + name, error.value()));
  PODPROMO_TRY(draft.keep());
  return target;
}

}  // namespace podpromo
