#include "upload/incoming_file.hpp"

#include <utility>

#include "media/sniff.hpp"

namespace podpromo {

namespace {

constexpr std::uint64_t kSpaceCheckEvery = std::uint64_t{16} << 20;

}  // namespace

Result<IncomingFile> IncomingFile::begin(const fs::path& waiting_room, const std::string& name,
                                         const Announced& announced, const UploadLimits& limits) {
  PODPROMO_TRY(extension, media_extension(announced.client_name));
  PODPROMO_TRY(check_length(announced.bytes, limits));
  PODPROMO_TRY(make_folder(waiting_room));
  PODPROMO_TRY(check_space(waiting_room, announced.bytes, limits));
  fs::path path = waiting_room / (name + "." + extension);
  PODPROMO_TRY(file, GrowingFile::make(path));
  return IncomingFile(std::move(file), std::move(path), limits);
}

IncomingFile::IncomingFile(GrowingFile file, fs::path path, UploadLimits limits)
    : file_(std::move(file)),
      path_(std::move(path)),
      extension_(path_.extension().string().substr(1)),
      limits_(limits) {}

IncomingFile::IncomingFile(IncomingFile&& other) noexcept
    : file_(std::move(other.file_)),
      path_(std::exchange(other.path_, {})),
      extension_(std::move(other.extension_)),
      limits_(other.limits_),
      is_media_(other.is_media_) {}

IncomingFile::~IncomingFile() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

Done IncomingFile::check_magic() {
  PODPROMO_TRY(beginning, file_.beginning(kSniffBytes));
  PODPROMO_TRY(media_kind(beginning));
  is_media_ = true;
  return {};
}

Done IncomingFile::take(std::string_view bytes) {
  const std::uint64_t before = file_.size();
  const std::uint64_t after = before + bytes.size();
  PODPROMO_TRY(check_length(after, limits_));
  if (before / kSpaceCheckEvery != after / kSpaceCheckEvery) PODPROMO_TRY(check_space(path_.parent_path(), 0, limits_));
  PODPROMO_TRY(file_.append(bytes));
  if (is_media_ || after < kSniffBytes) return {};
  return check_magic();
}

Done IncomingFile::finish() {
  if (file_.size() == 0)
    return failure(Fault::bad_request, "the file is empty",
                   "Choose the file again; it may still have been copied when it was sent.");
  if (!is_media_) PODPROMO_TRY(check_magic());
  return file_.sync();
}

}  // namespace podpromo
