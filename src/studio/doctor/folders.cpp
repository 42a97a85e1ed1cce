#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "process/run.hpp"
#include "storage/folder_probe.hpp"
#include "storage/storage_room.hpp"
#include "studio/doctor/doctor.hpp"

namespace podpromo {

namespace {

constexpr mode_t kOthersMayWrite = 0002;
constexpr std::uint64_t kFewFiles = 10'000;

std::string user_name(uid_t user) {
  const auto* entry = ::getpwuid(user);
  return entry == nullptr ? std::to_string(user) : entry->pw_name;
}

std::string set_another(std::string_view setting) { return fmt::format("Set {} to another folder.", setting); }

// What keeps data out of the folder; empty when nothing does.
std::string trouble_with(const NamedFolder& folder, const FolderFacts& facts) {
  if (!facts.is_folder) return fmt::format("{} is not a folder", facts.nearest.string());
  if (!facts.may_write)
    return fmt::format("{} may not be written to by {}", facts.nearest.string(), user_name(::geteuid()));
  if (!facts.there) return {};
  const Done wrote = probe_folder(folder.path);
  return wrote ? std::string() : fmt::format("{}: {}", folder.path.string(), wrote.error().reason);
}

void examine_safety(const NamedFolder& folder, const FolderFacts& facts, Report& report) {
  const std::string name(folder.setting);
  if (facts.there && facts.owner != ::geteuid() && ::geteuid() != 0)
    report.warning(name,
                   fmt::format("belongs to {}, and this runs as {}", user_name(facts.owner), user_name(::geteuid())),
                   fmt::format("chown -R {} {}", user_name(::geteuid()), folder.path.string()));
  if (facts.there && (facts.permissions & kOthersMayWrite) != 0)
    report.warning(name, fmt::format("may be written to by everybody on this machine ({:o})", facts.permissions),
                   fmt::format("chmod o-w {}", folder.path.string()));
  if (facts.free_files < kFewFiles)
    report.warning(name, fmt::format("only {} more files fit on its file system", facts.free_files),
                   "Delete small files there, or make the file system anew with more inodes.");
}

void examine_folder(const NamedFolder& folder, const Settings& settings, Report& report) {
  const std::string name(folder.setting);
  const auto facts = look_at_folder(folder.path);
  if (!facts) return report.trouble(Verdict::problem, name, facts.error());
  if (const std::string trouble = trouble_with(folder, *facts); !trouble.empty())
    return report.problem(name, trouble,
                          fmt::format("Set {} to a folder you may write to, or: sudo install -d -o {} {}", name,
                                      user_name(::geteuid()), folder.path.string()));
  const std::string free = bytes_text(facts->free_bytes) + " free";
  if (facts->free_bytes < settings.free_space_reserve_bytes)
    report.problem(name,
                   fmt::format("{}, less than the reserve of {}: uploads and work are refused", free,
                               bytes_text(settings.free_space_reserve_bytes)),
                   "Free some space there, or lower FREE_SPACE_RESERVE_BYTES.");
  else if (facts->free_bytes < settings.free_space_reserve_bytes + settings.max_upload_bytes)
    report.warning(name, free + ": the largest upload doesn't fit",
                   "Free some space there, or lower MAX_UPLOAD_BYTES.");
  else
    report.ok(name, fmt::format("{} ({}, {})", folder.path.string(), facts->there ? "written and read" : "can be made",
                                free));
  examine_safety(folder, *facts, report);
}

// The folder with .git in it, at or above `place`; empty when there is none.
fs::path source_tree_around(fs::path place) {
  std::error_code unknown;
  for (; place.has_relative_path(); place = place.parent_path())
    if (fs::exists(place / ".git", unknown)) return place;
  return {};
}

// What is wrong with a data folder inside a source tree, by what git says; empty when it is ignored.
std::string trouble_by_git(const fs::path& tree, const fs::path& folder) {
  const auto asked = run({.program = "git",
                          .arguments = {"-C", tree.string(), "check-ignore", "--quiet", (folder / "x").string()},
                          .limits = {.deadline = std::chrono::seconds(10)}});
  // It is 1 for a folder that is not ignored, and something else where git can't say.
  if (asked && asked->exit_code == 0) return {};
  return asked && asked->exit_code == 1 ? "git doesn't ignore it" : "git can't be asked whether it ignores it";
}

bool looks_served(const fs::path& place) {
  static constexpr std::array<std::string_view, 4> kServed{"/var/www", "/srv/www", "/usr/share/nginx", "/srv/http"};
  const bool below = std::ranges::any_of(kServed, [&](std::string_view root) { return lies_within(place, root); });
  return below || std::ranges::find(place, fs::path("public_html")) != place.end();
}

void examine_place(const NamedFolder& folder, Report& report) {
  const std::string name(folder.setting);
  const fs::path place = real_place(folder.path);
  if (looks_served(place))
    report.warning(name, place.string() + " looks like a place that a web server hands out", set_another(name));
  const fs::path tree = source_tree_around(place);
  if (tree.empty()) return;
  if (const std::string trouble = trouble_by_git(tree, place); !trouble.empty())
    report.warning(name, fmt::format("lies in the source tree {}, and {}", tree.string(), trouble),
                   "Add it to .gitignore, or set it to a folder outside: what watches the sources would see data.");
}

void examine_together(const DataFolders& folders, Report& report) {
  const auto tell = [&](const char* name, const Done& checked, const char* well) {
    if (checked)
      report.ok(name, well);
    else
      report.trouble(Verdict::problem, name, checked.error());
  };
  tell("layout", folders.check_layout(), "no folder stands in another's way");
  tell("renames", folders.check_renames(), "files are renamed within one file system");
}

void examine_quota(const Settings& settings, Report& report) {
  const std::uint64_t used = bytes_of_episodes(settings.folders);
  const std::string says =
      fmt::format("{} of {} are used by episodes", bytes_text(used), bytes_text(settings.quota_bytes));
  if (used > settings.quota_bytes - settings.quota_bytes / 10)
    report.warning("quota", says, "Delete old episodes, raise STORAGE_QUOTA_BYTES, or set RETENTION_HOURS.");
  else
    report.ok("quota", says);
}

}  // namespace

void examine_folders(const Settings& settings, Findings& findings) {
  Report report("Folders", findings);
  for (const NamedFolder& folder : settings.folders.all()) {
    examine_folder(folder, settings, report);
    examine_place(folder, report);
  }
  examine_together(settings.folders, report);
  examine_quota(settings, report);
}

}  // namespace podpromo
