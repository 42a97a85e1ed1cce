#pragma once

#include <linux/filter.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace podpromo {

// Which questions a jailed program may put to the kernel: a seccomp filter, made before the fork and installed after
// it. Refused are, with EPERM, all that has to do with the network, other processes and programs, the rights of files
// and the running of the system. Threads work.
class SystemCallFilter {
 public:
  SystemCallFilter();

  // In the child, before execve(program): the only call of execve that passes is one with this very pointer. In the
  // program that follows it means nothing. Safe after the fork of a process with threads; errno when false.
  bool install(const char* program);

 private:
  struct Word;
  void refuse(int call, int error);
  void allow_only(int call, const std::vector<Word>& words);

  std::vector<sock_filter> steps_;
  // Where the filter compares with what is known only in the child.
  std::size_t own_process_ = 0;
  std::array<std::size_t, 2> program_{};
};

// Whether the kernel has such filters and lets us use them.
bool has_system_call_filters();

}  // namespace podpromo
