#include "process/jail.hpp"

#include "process/cell.hpp"
#include "process/landlock.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace podpromo {

namespace {

// Root gives up what makes it root, but for reading and writing the files of other users: an episode may be theirs.
// Without new privileges nothing brings the rest back. Anyone else has nothing to lose.
bool drop_capabilities() {
  constexpr std::uint32_t kKept = 1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  sets[0] = {sets[0].effective & kKept, sets[0].permitted & kKept, 0};
  sets[1] = {};
  return ::syscall(SYS_capset, &header, sets.data()) == 0;
}

}  // namespace

Result<Cell> Cell::around(const Jail& jail, const std::filesystem::path& program) {
  PODPROMO_TRY(rules, landlock_rules(jail, program));
  Cell cell(std::move(rules));
  if (has_system_call_filters()) cell.filter_.emplace();
  return cell;
}

bool Cell::close(const char* program) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  if (!drop_capabilities()) return false;
  if (rules_ && !obey_landlock(rules_.get())) return false;
  return !filter_ || filter_->install(program);
}

const std::vector<JailWall>& jail_walls() {
  static const std::vector<JailWall> walls{
      {"Landlock", "a media file reaches no other file", landlock_version() > 0},
      {"seccomp", "a media file reaches no network and no other program", has_system_call_filters()}};
  return walls;
}

}  // namespace podpromo
