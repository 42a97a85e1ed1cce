#include "models/import.hpp"

#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include "models/build.hpp"
#include "models/own_models.hpp"
#include "models/pins.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kGgml = "ggml-";
constexpr std::size_t kLongestName = 40;

// "…/faster-whisper-small/", "…/faster-whisper-small/model.bin" and "ggml-small-de.bin" by what tells them apart.
std::string_view telling_part(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with("/model.bin")) path.remove_suffix(std::string_view("/model.bin").size());
  std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.starts_with(kGgml)) name.remove_prefix(kGgml.size());
  for (const std::string_view ending : {".bin", ".whl"})
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
  return name;
}

std::string name_after(const fs::path& source) {
  const std::string path = source.lexically_normal().string();
  std::string name;
  for (const char c : telling_part(path)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || ((c == '.' || c == '_') && !name.empty());
    name += byte < 0x80 && plain ? c : '-';
  }
  name.resize(std::min(name.size(), kLongestName));
  if (name.empty()) name = "imported";
  // A known name stands for known weights, and these are others.
  return is_own_model_name(name) ? name : name + "-imported";
}

Result<std::string> own_name(const ImportOptions& options, const fs::path& source) {
  if (options.name.empty()) return name_after(source);
  if (is_own_model_name(options.name)) return options.name;
  if (model_named(options.name))
    return failure(Fault::bad_request, fmt::format("these are not the weights known as “{}”", options.name),
                   "Import them under another name.");
  return failure(Fault::bad_request, fmt::format("a model can't be called “{}”", options.name),
                 "Use up to 64 letters, digits, dots, dashes and underscores.");
}

}  // namespace

Result<ImportedModel> import_model(std::span<const fs::path> sources, const fs::path& folder,
                                   const ImportOptions& options, const std::stop_token& stop) {
  PODPROMO_TRY(workshop, ModelWorkshop::open(folder));
  PODPROMO_TRY(built, build_model(sources, workshop, options.on_step, stop));
  if (const Model* known = model_with_sum(built.sha256)) {
    PODPROMO_TRY(file, workshop.put_in_place(built.file, std::string(known->file)));
    return ImportedModel{std::string(known->name), file, built.bytes, built.sha256, true};
  }
  PODPROMO_TRY(name, own_name(options, sources.front()));
  PODPROMO_TRY(file, workshop.put_in_place(built.file, own_model_file(name)));
  PODPROMO_TRY(record_own_model(name, built.sha256, folder));
  return ImportedModel{name, file, built.bytes, built.sha256, false};
}

Result<ImportedModel> import_model(const fs::path& source, const fs::path& folder, const ImportOptions& options,
                                   const std::stop_token& stop) {
  return import_model(std::span(&source, 1), folder, options, stop);
}

}  // namespace podpromo
