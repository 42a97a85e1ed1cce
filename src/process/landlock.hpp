#pragma once

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "process/jail.hpp"

namespace podpromo {

// The version of Landlock that the kernel offers us, 0 when it has none or keeps it from us.
int landlock_version();

// The rules that let a process touch what the jail lists, run `program`, and reach no more. A place that isn't there
// is left out: whoever asks for it is told so by the system. Holds no file when there is no Landlock.
Result<FileDescriptor> landlock_rules(const Jail& jail, const std::filesystem::path& program);

// In the child: from here on the rules hold for this process, for ever. Safe after the fork of a process with threads.
bool obey_landlock(int rules);

}  // namespace podpromo
