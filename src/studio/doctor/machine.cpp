#include <sys/stat.h>
#include <sys/timex.h>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "http/server.hpp"
#include "process/jail.hpp"
#include "studio/doctor/doctor.hpp"

namespace podpromo {

namespace {

using std::chrono::system_clock;

// When the latest of what PodPromo keeps was written; nothing when there is none of it.
std::optional<system_clock::time_point> latest_written(const DataFolders& folders) {
  std::optional<system_clock::time_point> latest;
  for (const fs::path& file : {folders.database(), folders.locks().front(), folders.stage_costs(), folders.uploads}) {
    struct stat facts{};
    if (::stat(file.c_str(), &facts) == 0) latest = std::max(latest, {system_clock::from_time_t(facts.st_mtime)});
  }
  return latest;
}

bool is_synchronised() {
  struct timex state{};
  return ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

void examine_clock(const Settings& settings, const Clock& clock, Report& report) {
  const auto latest = latest_written(settings.folders);
  const auto now = clock.now();
  if (latest > now + std::chrono::minutes(10))
    return report.problem("clock",
                          fmt::format("it is {} by it, but data was written at {}", rfc3339(now), rfc3339(*latest)),
                          "Set the clock of this machine; until then nothing is deleted for its age.");
  const std::string says = rfc3339(now) + (is_synchronised() ? ", synchronised" : ", kept by this machine alone");
  report.ok("clock", says);
}

void examine_port(const Settings& settings, bool running, Report& report) {
  const std::string place = fmt::format("{} of {}", settings.port, settings.host);
  if (running) return report.ok("port", "not tried, because a server is running");
  const Router nobody{};
  const auto server = Server::listen({.address = settings.host, .port = settings.port, .threads = 1}, nobody);
  if (server)
    report.ok("port", place + " is free");
  else
    report.trouble(Verdict::problem, "port", server.error());
}

void examine_jail(Report& report) {
  for (const JailWall& wall : jail_walls())
    if (wall.stands)
      report.ok(std::string(wall.name), fmt::format("sees to it that {}", wall.purpose));
    else
      report.warning(std::string(wall.name), fmt::format("is missing; it sees to it that {}", wall.purpose),
                     "Use a kernel, or a container, that offers it. The other guards hold.");
}

}  // namespace

void examine_machine(const Settings& settings, bool running, const Clock& clock, Findings& findings) {
  Report report("Machine", findings);
  examine_port(settings, running, report);
  examine_clock(settings, clock, report);
  examine_jail(report);
}

}  // namespace podpromo
