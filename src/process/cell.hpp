#pragma once

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "process/jail.hpp"
#include "process/system_calls.hpp"

#include <optional>

namespace podpromo {

// A jail for one program, made ready before the fork and closed after it.
class Cell {
 public:
  static Result<Cell> around(const Jail& jail, const std::filesystem::path& program);

  // In the child, as its last act before execve(program). Safe after the fork of a process with threads; errno when
  // false, and then the program must not be started.
  bool close(const char* program);

 private:
  explicit Cell(FileDescriptor rules) : rules_(std::move(rules)) {}
  FileDescriptor rules_;
  std::optional<SystemCallFilter> filter_;
};

}  // namespace podpromo
