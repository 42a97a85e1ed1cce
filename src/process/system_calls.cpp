#include "process/system_calls.hpp"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <span>

namespace podpromo {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "Name this processor's AUDIT_ARCH_ here."
#endif

// A second set of calls on x86-64, by numbers from here on, which would go round the list.
constexpr std::uint32_t kFirstOfX32 = 0x40000000;
// Newer than Debian 12's headers.
constexpr int kFchmodat2 = 452;
constexpr int kSetxattrat = 463;
constexpr int kRemovexattrat = 466;
constexpr int kOpenTreeAttr = 467;

// The network, and io_uring, which would do any of this unseen.
constexpr std::array kNetwork{SYS_socket,         SYS_socketpair,       SYS_connect, SYS_bind,
                              SYS_listen,         SYS_accept,           SYS_accept4, SYS_io_uring_setup,
                              SYS_io_uring_enter, SYS_io_uring_register};
// Other processes: looking into them, signalling them, leaving the group by which we end it, being another program.
constexpr std::array kProcesses{SYS_ptrace,
                                SYS_process_vm_readv,
                                SYS_process_vm_writev,
                                SYS_process_madvise,
                                SYS_kcmp,
                                SYS_kill,
                                SYS_tkill,
                                SYS_rt_sigqueueinfo,
                                SYS_rt_tgsigqueueinfo,
                                SYS_pidfd_open,
                                SYS_pidfd_getfd,
                                SYS_pidfd_send_signal,
                                SYS_setsid,
                                SYS_setpgid,
                                SYS_setpriority,
                                SYS_ioprio_set,
                                SYS_sched_setscheduler,
                                SYS_sched_setparam,
                                SYS_sched_setattr,
                                SYS_setrlimit,
                                SYS_execveat,
                                SYS_memfd_create};
// The rights, owners and names of files, of which Landlock leaves alone the first two.
constexpr std::array kFiles{SYS_fchmod,       SYS_fchmodat,     kFchmodat2,     SYS_fchown,    SYS_fchownat,
                            SYS_setxattr,     SYS_lsetxattr,    SYS_fsetxattr,  kSetxattrat,   SYS_removexattr,
                            SYS_lremovexattr, SYS_fremovexattr, kRemovexattrat, SYS_utimensat, SYS_mknodat,
                            SYS_symlinkat,    SYS_linkat};
// File systems and namespaces.
constexpr std::array kMounts{SYS_mount,
                             SYS_umount2,
                             SYS_pivot_root,
                             SYS_chroot,
                             SYS_unshare,
                             SYS_setns,
                             SYS_open_tree,
                             kOpenTreeAttr,
                             SYS_move_mount,
                             SYS_fsopen,
                             SYS_fsconfig,
                             SYS_fsmount,
                             SYS_fspick,
                             SYS_mount_setattr,
                             SYS_swapon,
                             SYS_swapoff,
                             SYS_quotactl,
                             SYS_quotactl_fd,
                             SYS_open_by_handle_at,
                             SYS_name_to_handle_at,
                             SYS_fanotify_init,
                             SYS_fanotify_mark};
// The running of the system.
constexpr std::array kSystem{SYS_bpf,           SYS_perf_event_open, SYS_userfaultfd,   SYS_add_key,
                             SYS_request_key,   SYS_keyctl,          SYS_init_module,   SYS_finit_module,
                             SYS_delete_module, SYS_kexec_load,      SYS_reboot,        SYS_acct,
                             SYS_syslog,        SYS_sethostname,     SYS_setdomainname, SYS_settimeofday,
                             SYS_clock_settime, SYS_clock_adjtime,   SYS_adjtimex,      SYS_vhangup};
// Old names for some of the same.
#if defined(__x86_64__)
constexpr std::array kOldNames{SYS_fork,  SYS_vfork,  SYS_chmod,     SYS_chown,     SYS_lchown,
                               SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,     SYS_symlink,
                               SYS_link,  SYS_iopl,   SYS_ioperm,    SYS_modify_ldt};
#else
constexpr std::array<int, 0> kOldNames{};
#endif

constexpr std::array<std::span<const int>, 6> kRefused{kNetwork, kProcesses, kFiles, kMounts, kSystem, kOldNames};

enum class Test { equals, differs, has_bits };

constexpr sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
constexpr sock_filter jump_if_equal(std::uint32_t value, std::size_t then, std::size_t otherwise) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<std::uint8_t>(then),
                  static_cast<std::uint8_t>(otherwise));
}
constexpr sock_filter answer(std::uint32_t action) { return BPF_STMT(BPF_RET | BPF_K, action); }
constexpr std::uint32_t error_answer(int error) { return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error); }

// Both processors are little-endian: the lower half of an argument comes first.
constexpr std::size_t lower_half(std::size_t argument) { return offsetof(seccomp_data, args) + 8 * argument; }
constexpr std::size_t upper_half(std::size_t argument) { return lower_half(argument) + 4; }

}  // namespace

// A condition on one half of an argument.
struct SystemCallFilter::Word {
  std::size_t offset = 0;
  Test test = Test::equals;
  std::uint32_t value = 0;
};

void SystemCallFilter::refuse(int call, int error) {
  steps_.push_back(jump_if_equal(static_cast<std::uint32_t>(call), 0, 1));
  steps_.push_back(answer(error_answer(error)));
}

// Call numbers of other programs pass by; this one is answered here.
void SystemCallFilter::allow_only(int call, const std::vector<Word>& words) {
  steps_.push_back(jump_if_equal(static_cast<std::uint32_t>(call), 0, 2 * words.size() + 2));
  for (std::size_t left = words.size(); const Word& word : words) {
    const auto to_refusal = static_cast<std::uint8_t>(2 * --left + 1);
    steps_.push_back(load(word.offset));
    sock_filter step = jump_if_equal(word.value, 0, to_refusal);
    if (word.test == Test::differs) step = jump_if_equal(word.value, to_refusal, 0);
    if (word.test == Test::has_bits) step.code = BPF_JMP | BPF_JSET | BPF_K;
    steps_.push_back(step);
  }
  steps_.push_back(answer(SECCOMP_RET_ALLOW));
  steps_.push_back(answer(error_answer(EPERM)));
}

SystemCallFilter::SystemCallFilter() {
  steps_ = {load(offsetof(seccomp_data, arch)),
            jump_if_equal(kArchitecture, 1, 0),
            answer(SECCOMP_RET_KILL_PROCESS),
            load(offsetof(seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kFirstOfX32, 0, 1),
            answer(error_answer(EPERM))};
  for (const std::span<const int> group : kRefused)
    for (const int call : group) refuse(call, EPERM);
  // Its flags lie in memory, where a filter can't look. The C library then takes clone for its threads.
  refuse(SYS_clone3, ENOSYS);
  allow_only(SYS_clone, {{lower_half(0), Test::has_bits, CLONE_THREAD}});
  // To ask for limits, not to set them.
  allow_only(SYS_prlimit64, {{lower_half(2)}, {upper_half(2)}});
  // Not to type into the terminal we were started from.
  allow_only(SYS_ioctl, {{lower_half(1), Test::differs, TIOCSTI}, {lower_half(1), Test::differs, TIOCLINUX}});
  // abort() sends its signal this way.
  own_process_ = steps_.size() + 2;
  allow_only(SYS_tgkill, {{lower_half(0)}});
  program_ = {steps_.size() + 2, steps_.size() + 4};
  allow_only(SYS_execve, {{lower_half(0)}, {upper_half(0)}});
  steps_.push_back(answer(SECCOMP_RET_ALLOW));
}

bool SystemCallFilter::install(const char* program) {
  const auto address = reinterpret_cast<std::uintptr_t>(program);
  steps_[own_process_].k = static_cast<std::uint32_t>(::getpid());
  steps_[program_[0]].k = static_cast<std::uint32_t>(address);
  steps_[program_[1]].k = static_cast<std::uint32_t>(address >> 32);
  const sock_fprog filter{static_cast<unsigned short>(steps_.size()), steps_.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

bool has_system_call_filters() {
  static constexpr std::uint32_t kRefusal = SECCOMP_RET_ERRNO;
  static const bool has = ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kRefusal) == 0;
  return has;
}

}  // namespace podpromo
