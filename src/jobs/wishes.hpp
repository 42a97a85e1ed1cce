#pragma once

#include "base/result.hpp"
#include "stages/pipeline.hpp"

#include <nlohmann/json.hpp>

namespace podpromo {

// The JSON form of wishes as episodes keep them. A field that is missing has the default of ClipWishes.
nlohmann::json wishes_json(const ClipWishes& wishes);
// Fails with internal when a field has the wrong type.
Result<ClipWishes> parse_wishes(const nlohmann::json& json);

}  // namespace podpromo
