#pragma once

#include "base/durable.hpp"

#include <string>
#include <vector>

namespace podpromo {

struct PackedFile {
  std::string name;
  std::string bytes;
};

// Writes a wheel for tests: a zip with these files, stored as they are.
void write_wheel(const fs::path& wheel, const std::vector<PackedFile>& files);

}  // namespace podpromo
