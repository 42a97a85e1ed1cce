#include "models/installed.hpp"

#include "models/catalog.hpp"
#include "models/own_models.hpp"

namespace podpromo {

namespace {

std::uint64_t size_or(const fs::path& file, std::uint64_t otherwise) {
  std::error_code error;
  const auto bytes = fs::file_size(file, error);
  return error ? otherwise : bytes;
}

VerifiedModel verified(const std::string& name, const fs::path& folder, const fs::path& file) {
  const auto found = find_model(name, folder, true);
  return {name, file, found ? Error{} : found.error(), found.has_value()};
}

}  // namespace

std::vector<ListedModel> list_models(const fs::path& folder) {
  std::vector<ListedModel> list;
  for (const Model& model : known_models()) {
    const auto file = find_model(model.name, folder);
    list.push_back({.name = std::string(model.name),
                    .bytes = file ? size_or(*file, model.bytes) : model.bytes,
                    .languages = std::string(model.languages),
                    .licence = std::string(model.licence),
                    .installed = file.has_value()});
  }
  for (const std::string& name : own_models_in(folder))
    list.push_back({.name = name,
                    .bytes = size_or(folder / own_model_file(name), 0),
                    .installed = find_model(name, folder).has_value(),
                    .own = true});
  return list;
}

std::vector<VerifiedModel> verify_models(const fs::path& folder) {
  std::vector<VerifiedModel> all;
  std::error_code error;
  for (const Model& model : known_models())
    if (const fs::path file = folder / model.file; fs::exists(file, error))
      all.push_back(verified(std::string(model.name), folder, file));
  for (const std::string& name : own_models_in(folder))
    all.push_back(verified(name, folder, folder / own_model_file(name)));
  return all;
}

}  // namespace podpromo
