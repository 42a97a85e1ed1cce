#include "storage/data_folders.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::string_view kTrash = ".trash";

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

// True when `file` is a regular file; false when nothing is there. Fails when the disk refuses the answer.
Result<bool> is_file(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return false;
  if (error) return failure(system_error("look for " + file.filename().string(), error.value()));
  return fs::is_regular_file(status);
}

// The first name in the trash that is free.
fs::path place_in_trash(const fs::path& trash, const std::string& name) {
  std::error_code error;
  for (int n = 0;; ++n) {
    fs::path place = trash / (name + "-" + std::to_string(n));
    if (!fs::exists(fs::symlink_status(place, error))) return place;
  }
}

Done delete_folder(const fs::path& root, const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) return {};
  fs::path doomed = folder;
  // On a full disk the trash may not be makeable; deleting in place is better than not at all.
  if (make_folder(root / kTrash)) {
    const fs::path place = place_in_trash(root / kTrash, folder.filename().string());
    fs::rename(folder, place, error);
    if (!error) doomed = place;
  }
  fs::remove_all(doomed, error);
  if (error) return failure(system_error("delete " + folder.filename().string(), error.value()));
  return {};
}

// Says which setting names the folder, because that is what can be changed.
Done make_usable(std::string_view setting, const fs::path& folder) {
  const auto refused = [&](std::string_view what, std::string detail) {
    return failure(Fault::denied, fmt::format("the folder that {} names can't be {}", setting, what),
                   fmt::format("Set {} to a folder you may write to, or change who may write to this one.", setting),
                   std::move(detail));
  };
  const Done made = make_folder(folder);
  if (!made && made.error().fault == Fault::no_space) return made;
  if (!made) return refused("made", made.error().reason);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return refused("written to", std::strerror(errno));
  return {};
}

Done delete_file(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) return failure(system_error("delete " + file.filename().string(), error.value()));
  return {};
}

}  // namespace

Done DataFolders::make() const {
  PODPROMO_TRY(make_usable("UPLOAD_DIR", uploads));
  PODPROMO_TRY(make_usable("OUTPUT_DIR", outputs));
  PODPROMO_TRY(make_usable("LOGS_DIR", logs));
  PODPROMO_TRY(make_usable("TRANSCRIPTS_DIR", transcripts));
  return make_usable("CLIPS_DIR", clips);
}

Result<std::optional<fs::path>> DataFolders::find_source(const EpisodeId& id) const {
  if (reserved(id)) return std::nullopt;
  for (const std::string_view known : kMediaExtensions)
    for (const std::string& extension : {std::string(known), upper(known)})
      for (const fs::path& file : {source(id, extension), uploads / (id.text() + "." + extension)}) {
        PODPROMO_TRY(there, is_file(file));
        if (there) return file;
      }
  return std::nullopt;
}

bool DataFolders::reserved(const EpisodeId& id) const {
  const auto same = [](const fs::path& a, const fs::path& b) {
    std::error_code error;
    return a.lexically_normal() == b.lexically_normal() || fs::equivalent(a, b, error);
  };
  const fs::path own = episode(id);
  const std::array all{uploads, outputs, logs, transcripts, clips};
  return std::ranges::any_of(all, [&](const fs::path& folder) { return same(own, folder); });
}

Done DataFolders::remove(const EpisodeId& id) const {
  if (reserved(id)) return {};
  PODPROMO_TRY(delete_file(transcript(id)));
  PODPROMO_TRY(delete_folder(uploads, episode(id)));
  PODPROMO_TRY(delete_folder(clips, clips_of(id)));
  PODPROMO_TRY(delete_folder(outputs, previews(id)));
  for (const std::string_view known : kMediaExtensions)
    for (const std::string& extension : {std::string(known), upper(known)})
      PODPROMO_TRY(delete_file(uploads / (id.text() + "." + extension)));
  return delete_file(log(id));
}

void DataFolders::empty_trash() const {
  std::error_code error;
  for (const fs::path& folder : {uploads / kTrash, clips / kTrash, outputs / kTrash}) fs::remove_all(folder, error);
  for (const fs::path& folder : {uploads, outputs, transcripts, clips}) remove_drafts_below(folder);
}

}  // namespace podpromo
