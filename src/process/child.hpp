#pragma once

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "process/run.hpp"

#include <sys/types.h>

namespace podpromo {

// A program that runs in its own process group, with our ends of its pipes, none of which blocks. Whoever holds
// it decides when it ends; the destructor kills the group and reaps the program, so neither outlives this object.
class Child {
 public:
  // Fails with unavailable when there is no such program or it can't be executed. On success it has been executed,
  // with limits, priority and folder as asked. Without `with_input` its stdin is /dev/null.
  static Result<Child> start(const Command& command, bool with_input);
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  FileDescriptor output;  // its stdout
  FileDescriptor errors;  // its stderr
  FileDescriptor input;   // its stdin; closing it is the end of file
  FileDescriptor exited;  // becomes readable when the program has ended

  // Signals the program and its children that stayed in its group. Harmless once they are gone.
  void signal_group(int signal) const;
  // Kills what is left of the group, waits for the program and returns its exit code, 128 + n after signal n.
  int reap();

 private:
  Child() = default;
  pid_t process_ = -1;
};

}  // namespace podpromo
