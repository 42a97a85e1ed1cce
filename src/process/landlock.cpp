#include "process/landlock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace podpromo {

namespace {

namespace fs = std::filesystem;

// Linux, Documentation/userspace-api/landlock.rst. Debian 12's header ends with the second version and its C library
// has no functions for it, hence the names here and the calls by number.
constexpr unsigned kAskForVersion = 1;
constexpr int kBeneathPath = 1;

enum Right : std::uint64_t {
  execute = 1 << 0,
  write_file = 1 << 1,
  read_file = 1 << 2,
  read_folder = 1 << 3,
  remove_file = 1 << 5,
  make_file = 1 << 8,
  refer = 1 << 13,      // since version 2
  truncate = 1 << 14,   // 3
  use_device = 1 << 15  // 5
};
constexpr std::uint64_t kRightsOfVersion1 = (1 << 13) - 1;
constexpr std::uint64_t kRightsOnFiles = execute | write_file | read_file | truncate | use_device;
constexpr std::uint64_t kReading = read_file | read_folder;
constexpr std::uint64_t kWriting = kReading | write_file | truncate | remove_file | make_file;
constexpr std::uint64_t kEveryTcpRight = 3;  // 4: bind and connect
constexpr std::uint64_t kEveryScope = 3;     // 6: abstract sockets of others, signals to others

// What is forbidden unless a rule allows it.
struct Handled {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};

struct [[gnu::packed]] BeneathPath {
  std::uint64_t rights = 0;
  std::int32_t place = -1;
};

Handled handled_by(int version) {
  Handled handled{.files = kRightsOfVersion1};
  if (version >= 2) handled.files |= refer;
  if (version >= 3) handled.files |= truncate;
  if (version >= 4) handled.network = kEveryTcpRight;
  if (version >= 5) handled.files |= use_device;
  if (version >= 6) handled.scopes = kEveryScope;
  return handled;
}

// An older kernel knows a shorter structure.
std::size_t size_for(int version) { return (version < 4 ? 1 : version < 6 ? 2 : 3) * sizeof(std::uint64_t); }

Done allow(const FileDescriptor& rules, const fs::path& place, std::uint64_t rights) {
  const FileDescriptor there(::open(place.c_str(), O_PATH | O_CLOEXEC));
  if (!there) return {};
  struct stat facts{};
  if (::fstat(there.get(), &facts) != 0) return failure(system_error("look at a file for the media jail", errno));
  if (!S_ISDIR(facts.st_mode)) rights &= kRightsOnFiles;
  const BeneathPath beneath{rights & handled_by(landlock_version()).files, there.get()};
  if (::syscall(SYS_landlock_add_rule, rules.get(), kBeneathPath, &beneath, 0) == 0) return {};
  return failure(system_error("prepare the media jail", errno));
}

// Programs and libraries; fonts with their configuration and caches; how many processors there are; nothingness,
// zeros and chance.
constexpr std::array kSystemPlaces{"/usr",
                                   "/lib",
                                   "/lib64",
                                   "/etc/ld.so.cache",
                                   "/etc/ld.so.preload",
                                   "/etc/alternatives",
                                   "/etc/fonts",
                                   "/var/cache/fontconfig",
                                   "/var/lib/fonts",
                                   "/sys/devices/system/cpu",
                                   "/dev/zero",
                                   "/dev/random",
                                   "/dev/urandom"};
// Without the loader no program starts.
constexpr std::array kLoaders{"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};

Done allow_system(const FileDescriptor& rules, const fs::path& program) {
  PODPROMO_TRY(allow(rules, program, execute | read_file));
  for (const char* loader : kLoaders) PODPROMO_TRY(allow(rules, loader, execute | read_file));
  for (const char* place : kSystemPlaces) PODPROMO_TRY(allow(rules, place, kReading));
  return allow(rules, "/dev/null", read_file | write_file);
}

}  // namespace

int landlock_version() {
  static const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskForVersion);
  return version > 0 ? static_cast<int>(version) : 0;
}

Result<FileDescriptor> landlock_rules(const Jail& jail, const fs::path& program) {
  const int version = landlock_version();
  if (version == 0) return FileDescriptor();
  const Handled handled = handled_by(version);
  FileDescriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, size_for(version), 0)));
  if (!rules) return failure(system_error("make the media jail", errno));
  PODPROMO_TRY(allow_system(rules, program));
  for (const fs::path& place : jail.reads) PODPROMO_TRY(allow(rules, place, kReading));
  for (const fs::path& place : jail.writes) PODPROMO_TRY(allow(rules, place, kWriting));
  return rules;
}

bool obey_landlock(int rules) { return ::syscall(SYS_landlock_restrict_self, rules, 0) == 0; }

}  // namespace podpromo
