#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace podpromo {

// Names and words that are likely to be said, for an engine that can be told: from `list`, which has them between
// commas, or from the file of that name, which has one a line and may have comments after "#". Without spaces around
// them, each once. Fails with bad_request when there are more than 500, one is longer than 100 bytes, or `list` can
// only be the name of a file, and there is none.
Result<std::vector<std::string>> expected_words(const std::string& list);

// The same of what somebody set, where "off" says to listen for nothing at all, whatever else is known: then there is
// no list.
Result<std::optional<std::vector<std::string>>> asked_words(const std::string& setting);

}  // namespace podpromo
