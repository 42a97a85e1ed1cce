#pragma once

#include "models/catalog.hpp"

#include <span>

namespace podpromo {

// Whether `file` is one of the pinned contents: by size alone, or by size and sum when `thorough`.
// Fails as reading the file does.
Result<bool> matches_a_pin(const fs::path& file, std::span<const Pin> pins, bool thorough);

// The known model whose pinned content has this sum, or null.
const Model* model_with_sum(std::string_view sha256);

}  // namespace podpromo
