#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "storage/artefacts.hpp"

#include <string>

namespace podpromo {

// SHA-256 of the media's bytes. Remembered among the artefacts for as long as the file keeps its size, inode and
// modification time, so a large episode is read once; who has read it already gives the sum as `known`. Fails as
// opening the file does.
Result<std::string> media_identity(const fs::path& media, const Artefacts& artefacts, const std::string& known = {});

}  // namespace podpromo
