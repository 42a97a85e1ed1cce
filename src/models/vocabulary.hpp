#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace podpromo {

// The first `count` tokens of "vocabulary.txt" (one a line, parted by \n alone) or "vocabulary.json" (an array of
// strings) in `folder`, as the bytes they spell. Fails with bad_request when there are fewer or they can't be read.
Result<std::vector<std::string>> read_vocabulary(const fs::path& folder, std::size_t count);

}  // namespace podpromo
