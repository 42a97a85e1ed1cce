#include "storage/data_folders.hpp"

#include <algorithm>
#include <cctype>
#include <system_error>

#include <fmt/format.h>

#include "storage/folder_probe.hpp"

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

// Which episode lies in the trash under this name: "ID-N".
Result<EpisodeId> episode_in_trash(const std::string& name) {
  const auto dash = name.rfind('-');
  return EpisodeId::parse(std::string_view(name).substr(0, dash == std::string::npos ? 0 : dash));
}

Done put_folder_away(const fs::path& root, const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) return {};
  // On a full disk the trash may not be makeable; deleting in place is better than not at all.
  if (make_folder(root / kTrash)) {
    fs::rename(folder, place_in_trash(root / kTrash, folder.filename().string()), error);
    if (!error) {
      PODPROMO_TRY(sync_folder(root / kTrash));
      return sync_folder(root);
    }
  }
  fs::remove_all(folder, error);
  if (error) return failure(system_error("delete " + folder.filename().string(), error.value()));
  return {};
}

Done delete_from_trash(const fs::path& root, const EpisodeId& id) {
  std::error_code error;
  for (fs::directory_iterator it(root / kTrash, error), end; !error && it != end; it.increment(error)) {
    if (episode_in_trash(it->path().filename().string()) != id) continue;
    std::error_code refused;
    fs::remove_all(it->path(), refused);
    if (refused) return failure(system_error("delete " + id.text(), refused.value()));
  }
  return {};
}

// Says which setting names the folder, because that is what can be changed.
Error unusable(const NamedFolder& folder, std::string_view what, const Error& why) {
  if (why.fault == Fault::no_space)
    return {Fault::no_space, fmt::format("the disk of the folder that {} names is full", folder.setting),
            fmt::format("Free some space there, or set {} to a folder on another disk.", folder.setting), why.reason};
  return {Fault::denied, fmt::format("the folder that {} names can't be {}", folder.setting, what),
          fmt::format("Set {} to a folder you may write to, or change who may write to this one.", folder.setting),
          why.reason};
}

// What can be known without touching anything, so that a start that will fail leaves nothing behind.
Done check_usable(const NamedFolder& folder) {
  const auto facts = look_at_folder(folder.path);
  if (!facts) return failure(unusable(folder, "looked at", facts.error()));
  if (facts->is_folder && facts->may_write && facts->free_bytes == 0)
    return failure(unusable(folder, "made", {Fault::no_space, facts->nearest.filename().string() + " is full"}));
  if (facts->is_folder && facts->may_write) {
    const Done wrote = facts->there ? probe_folder(folder.path) : Done();
    return wrote ? wrote : failure(unusable(folder, "written to", wrote.error()));
  }
  const std::string name = facts->nearest.filename().string();
  const std::string why = facts->is_folder ? name + " may not be written to" : name + " is not a folder";
  return failure(unusable(folder, facts->there && facts->is_folder ? "written to" : "made", {Fault::denied, why}));
}

Done make_usable(const NamedFolder& folder) {
  if (const Done made = make_folder(folder.path); !made) return failure(unusable(folder, "made", made.error()));
  if (const Done wrote = probe_folder(folder.path); !wrote)
    return failure(unusable(folder, "written to", wrote.error()));
  return {};
}

Done delete_file(const fs::path& file) {
  std::error_code error;
  const bool was_there = fs::remove(file, error);
  if (error) return failure(system_error("delete " + file.filename().string(), error.value()));
  return was_there ? sync_folder(file.parent_path()) : Done{};
}

}  // namespace

std::array<NamedFolder, 5> DataFolders::all() const {
  return {{{"UPLOAD_DIR", uploads},
           {"OUTPUT_DIR", outputs},
           {"LOGS_DIR", logs},
           {"TRANSCRIPTS_DIR", transcripts},
           {"CLIPS_DIR", clips}}};
}

Done DataFolders::check_layout() const {
  const std::array<NamedFolder, 3> apart{
      {{"UPLOAD_DIR", uploads}, {"CLIPS_DIR", clips}, {"OUTPUT_DIR", outputs / "previews"}}};
  for (std::size_t i = 0; i < apart.size(); ++i)
    for (std::size_t j = i + 1; j < apart.size(); ++j)
      if (real_place(apart[i].path) == real_place(apart[j].path))
        return failure(
            Fault::bad_request,
            fmt::format("{} and {} name one place for the folders of episodes", apart[i].setting, apart[j].setting),
            "Give each a folder of its own.");
  for (const NamedFolder& folder : all())
    for (const fs::path& cleared : {uploads / kTrash, clips / kTrash, outputs / kTrash, incoming()})
      if (lies_within(real_place(folder.path), real_place(cleared)))
        return failure(
            Fault::bad_request,
            fmt::format("{} lies in {}, where files are deleted", folder.setting, cleared.filename().string()),
            fmt::format("Set {} to another folder.", folder.setting));
  return {};
}

Done DataFolders::check_renames() const {
  for (const fs::path& root : {uploads, clips, outputs})
    for (const fs::path& inner : {root / kTrash, root / incoming().filename()}) {
      const auto here = look_at_folder(root);
      const auto there = look_at_folder(inner);
      if (!here || !there || !here->there || !there->there || here->device == there->device) continue;
      return failure(Fault::bad_request,
                     fmt::format("{} is on another file system than the folder it is in, so files can't be renamed "
                                 "from one to the other",
                                 inner.filename().string()),
                     "Remove that link or mount; it is made anew where it belongs.", inner.string());
    }
  return {};
}

Done DataFolders::make() const {
  PODPROMO_TRY(check_layout());
  for (const NamedFolder& folder : all()) PODPROMO_TRY(check_usable(folder));
  PODPROMO_TRY(check_renames());
  for (const NamedFolder& folder : all()) PODPROMO_TRY(make_usable(folder));
  return {};
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
  return std::ranges::any_of(all(), [&](const NamedFolder& folder) { return same(own, folder.path); });
}

Done DataFolders::put_away(const EpisodeId& id) const {
  if (reserved(id)) return {};
  PODPROMO_TRY(put_folder_away(uploads, episode(id)));
  PODPROMO_TRY(delete_file(transcript(id)));
  PODPROMO_TRY(put_folder_away(clips, clips_of(id)));
  PODPROMO_TRY(put_folder_away(outputs, previews(id)));
  for (const std::string_view known : kMediaExtensions)
    for (const std::string& extension : {std::string(known), upper(known)})
      PODPROMO_TRY(delete_file(uploads / (id.text() + "." + extension)));
  PODPROMO_TRY(delete_file(older_log(id)));
  return delete_file(log(id));
}

Done DataFolders::clear_away(const EpisodeId& id) const {
  // The uploads' trash is what remembers the deletion, so it is emptied last.
  for (const fs::path& root : {clips, outputs, uploads}) PODPROMO_TRY(delete_from_trash(root, id));
  return {};
}

Done DataFolders::remove(const EpisodeId& id) const {
  PODPROMO_TRY(put_away(id));
  return clear_away(id);
}

std::vector<EpisodeId> DataFolders::put_away_before() const {
  std::vector<EpisodeId> found;
  std::error_code error;
  for (fs::directory_iterator it(uploads / kTrash, error), end; !error && it != end; it.increment(error)) {
    const auto id = episode_in_trash(it->path().filename().string());
    std::error_code unknown;
    // An id that is in use again has nothing to do with what was deleted once.
    if (id && !fs::exists(fs::symlink_status(episode(*id), unknown))) found.push_back(*id);
  }
  return found;
}

void DataFolders::empty_trash() const {
  std::error_code error;
  for (const fs::path& folder : {uploads / kTrash, clips / kTrash, outputs / kTrash}) fs::remove_all(folder, error);
  for (const fs::path& folder : {uploads, outputs, transcripts, clips}) remove_drafts_below(folder);
}

}  // namespace podpromo
