#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// A file of weights as PodPromo uses it, in ggml form. The same weights may come with different bytes (the hub's
// tensor order differs from ours), so several sums are right.
struct Model {
  std::string_view name;  // "base", "tiny.en", "silero-vad"
  std::string_view file;  // "ggml-base.bin"
  std::uint64_t bytes;
  std::span<const std::string_view> sha256;  // any of these
  std::string_view languages;                // "99 languages", "English"
  std::string_view licence;
};

std::span<const Model> known_models();
// Fails with bad_request and the list of names.
Result<const Model*> model_named(std::string_view name);

// Where models lie: $PODPROMO_MODELS_DIR, else $XDG_DATA_HOME/podpromo/models, else ~/.local/share/podpromo/models.
fs::path models_folder();

// The model's file, checked by size (and by sum when `thorough`). Fails with missing_model and the command to run.
Result<fs::path> find_model(std::string_view name, const fs::path& folder, bool thorough = false);

}  // namespace podpromo
