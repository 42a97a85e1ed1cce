#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/step.hpp"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace podpromo {

// $PODPROMO_MODEL_HUB (a mirror inside a company, say), else the public model hub. Without a slash at the end.
std::string model_hub();

struct HubFile {
  std::string url;
  std::uint64_t bytes = 0;  // how long the whole file is
  fs::path part;            // where it grows; what an earlier try left there is gone on from
};

// Fetches over HTTP or HTTPS until `part` has all bytes; what is inside is for the caller to check. A cut connection
// is taken up again as long as each try brings something. On failure the part stays for the next run: unavailable
// (no network, the hub refuses or stalls for half a minute), no_space, cancelled.
Done fetch_from_hub(const HubFile& file, const OnModelStep& on_step = {}, const std::stop_token& stop = {});

}  // namespace podpromo
