#include "upload/incoming_file.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "media/sniff.hpp"

namespace podpromo {

namespace {

// Enough for every magic number we know, MPEG frames after a short run of zeros included.
constexpr std::size_t kMagicBytes = 4096;
constexpr std::uint64_t kSpaceCheckEvery = std::uint64_t{16} << 20;

std::string extension_of(std::string_view client_name) {
  std::string extension = fs::path(client_name).extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

}  // namespace

Done check_length(std::uint64_t bytes, const UploadLimits& limits) {
  if (bytes <= limits.max_bytes) return {};
  return failure(Fault::too_large, fmt::format("the file is over the limit of {} MB", limits.max_bytes >> 20),
                 "Send a smaller file, or let the owner of this server raise MAX_UPLOAD_BYTES.");
}

Result<IncomingFile> IncomingFile::begin(const fs::path& waiting_room, const std::string& name,
                                         const Announced& announced, const UploadLimits& limits) {
  const std::string extension = extension_of(announced.client_name);
  if (!is_accepted_extension(fs::path(announced.client_name)))
    return failure(Fault::unsupported_media, "this kind of file isn't taken",
                   fmt::format("Send one of: {}.", accepted_extensions_text()));
  PODPROMO_TRY(check_length(announced.bytes, limits));
  const fs::path kept = waiting_room / (name + extension);
  PODPROMO_TRY(draft, Draft::begin(kept));
  IncomingFile incoming(std::move(draft), kept, limits);
  PODPROMO_TRY(incoming.check_space(announced.bytes));
  return incoming;
}

IncomingFile::IncomingFile(Draft draft, fs::path kept, UploadLimits limits)
    : draft_(std::move(draft)),
      kept_(std::move(kept)),
      extension_(kept_.extension().string().substr(1)),
      limits_(limits) {}

Done IncomingFile::check_space(std::uint64_t coming) const {
  std::error_code unknown;
  const auto space = fs::space(kept_.parent_path(), unknown);
  if (unknown || space.available >= limits_.free_space_reserve + coming) return {};
  return failure(Fault::no_space, "there isn't enough space on the server's disk for this file",
                 "Delete old episodes, then send it again.");
}

Done IncomingFile::check_magic() {
  PODPROMO_TRY(media_kind(first_bytes_));
  is_media_ = true;
  return {};
}

Done IncomingFile::take(std::string_view bytes) {
  PODPROMO_TRY(check_length(bytes_ + bytes.size(), limits_));
  if (!is_media_) {
    first_bytes_ += bytes.substr(0, kMagicBytes - first_bytes_.size());
    if (first_bytes_.size() == kMagicBytes) PODPROMO_TRY(check_magic());
  }
  if (bytes_ / kSpaceCheckEvery != (bytes_ + bytes.size()) / kSpaceCheckEvery) PODPROMO_TRY(check_space(0));
  PODPROMO_TRY(draft_.write(bytes));
  sum_.add(bytes);
  bytes_ += bytes.size();
  return {};
}

Done IncomingFile::move_to(const fs::path& target) const {
  PODPROMO_TRY(make_folder(target.parent_path()));
  std::error_code trouble;
  fs::rename(kept_, target, trouble);
  if (trouble) return failure(system_error("keep the uploaded file", trouble.value()));
  PODPROMO_TRY(sync_folder(target.parent_path()));
  PODPROMO_TRY(sync_folder(target.parent_path().parent_path()));
  return sync_folder(kept_.parent_path());
}

Result<ReceivedFile> IncomingFile::finish(const fs::path& target) {
  if (bytes_ == 0)
    return failure(Fault::bad_request, "the file is empty",
                   "Choose the file again; it may still have been copied when it was sent.");
  if (!is_media_) PODPROMO_TRY(check_magic());
  PODPROMO_TRY(draft_.keep());
  if (auto moved = move_to(target); !moved) {
    std::error_code ignored;
    fs::remove(kept_, ignored);
    fs::remove(target, ignored);
    return failure(std::move(moved).error());
  }
  return ReceivedFile{target, bytes_, sum_.finish_hex()};
}

}  // namespace podpromo
