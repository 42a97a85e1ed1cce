#include "storage/artefacts.hpp"

#include "base/sha256.hpp"

namespace podpromo {

namespace {

std::optional<nlohmann::json> read_artefact(const fs::path& file) {
  const auto text = read_whole(file);
  if (!text) return std::nullopt;
  auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("value")) return std::nullopt;
  return json;
}

}  // namespace

std::optional<nlohmann::json> Artefacts::peek_value(std::string_view name) const {
  auto json = read_artefact(file(name));
  if (!json) return std::nullopt;
  return std::move((*json)["value"]);
}

std::optional<nlohmann::json> Artefacts::load_value(std::string_view name, std::string_view key) const {
  auto json = read_artefact(file(name));
  if (!json) return std::nullopt;
  const auto made_for = json->find("key");
  if (made_for == json->end() || *made_for != key) return std::nullopt;
  return std::move((*json)["value"]);
}

Done Artefacts::save_value(std::string_view name, std::string_view key, nlohmann::json value) const {
  return write_durably(file(name), json_text({{"stage", name}, {"key", key}, {"value", std::move(value)}}, -1));
}

Done Artefacts::forget(std::string_view name) const {
  std::error_code error;
  if (!fs::remove(file(name), error)) {
    if (error) return failure(system_error("begin a stage anew", error.value()));
    return {};
  }
  return sync_folder(folder_);
}

std::string artefact_key(std::initializer_list<std::string_view> parts) {
  Sha256 sum;
  for (const auto part : parts) {
    sum.add(std::to_string(part.size()));
    sum.add(":");
    sum.add(part);
  }
  return sum.finish_hex().substr(0, 32);
}

}  // namespace podpromo
