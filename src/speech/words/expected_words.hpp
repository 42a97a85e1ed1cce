#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace podpromo {

// Names and words that are likely to be said, for an engine that can be told: from `list`, which has them between
// commas, or from the file of that name, which has one a line and may have comments after "#". Without spaces around
// them, each once. Fails with bad_request when there are more than 500, or one is longer than 100 bytes.
Result<std::vector<std::string>> expected_words(const std::string& list);

}  // namespace podpromo
