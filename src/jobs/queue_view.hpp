#pragma once

#include "jobs/episode_view.hpp"
#include "jobs/workshop.hpp"

#include <nlohmann/json.hpp>

namespace podpromo {

// The queue as the API shows it, whole: {"ok":true,"paused":…,"running":[…],"waiting":[…]}.
Result<nlohmann::json> queue_view(const Workshop& workshop, const ViewParts& parts);

}  // namespace podpromo
