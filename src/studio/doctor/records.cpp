#include <sys/stat.h>

#include <fmt/format.h>

#include "media/scratch_folder.hpp"
#include "storage/sqlite/database_check.hpp"
#include "studio/doctor/doctor.hpp"

namespace podpromo {

namespace {

constexpr mode_t kOthers = 0077;
constexpr std::uintmax_t kLargestCopy = std::uintmax_t{1} << 30;

Done check_at_rest(const fs::path& file) {
  PODPROMO_TRY(scratch, ScratchFolder::make());
  return check_database_at_rest(file, scratch.path());
}

void examine_database(const fs::path& file, bool running, Report& report) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  if (unknown) return report.ok("database", "is made at the first start");
  if (!running && size > kLargestCopy)
    return report.warning("database", "is too large to be looked through while no server runs",
                          "Start the server and ask again.");
  const Done checked = running ? check_database_in_use(file) : check_at_rest(file);
  if (checked)
    report.ok("database", fmt::format("opens, and its pages are in order ({})", bytes_text(size)));
  else
    report.trouble(Verdict::problem, "database", checked.error());
}

void examine_secret(const char* name, const fs::path& file, Report& report) {
  struct stat facts{};
  if (::stat(file.c_str(), &facts) != 0) return report.ok(name, "is made at the first start");
  if ((facts.st_mode & kOthers) == 0) return report.ok(name, "is readable by its owner only");
  report.problem(name, fmt::format("may be read by others ({:o})", facts.st_mode & 07777U),
                 fmt::format("chmod 600 {}", file.string()));
}

}  // namespace

void examine_records(const Settings& settings, bool running, Findings& findings) {
  Report report("Records", findings);
  report.ok("server", running ? "one is running on these folders" : "none is running on these folders");
  examine_database(settings.folders.database(), running, report);
  examine_secret("signing key", settings.folders.outputs / "signing.key", report);
}

}  // namespace podpromo
