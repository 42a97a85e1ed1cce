#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace podpromo {

// What the stages of one episode left behind: one JSON file each, under the stage's name, with the key it was
// made for. A stage whose file is there with the same key is done; nothing else remembers it.
class Artefacts {
 public:
  explicit Artefacts(fs::path folder) : folder_(std::move(folder)) {}

  const fs::path& folder() const { return folder_; }
  fs::path file(std::string_view name) const { return folder_ / (std::string(name) + ".json"); }

  // The artefact `name` if it was made for `key`, else what `make()` returns, saved durably first. `make` is not
  // called when the artefact is there; a damaged or outdated one counts as absent.
  template <typename Make>
  auto once(std::string_view name, std::string_view key, Make&& make) const -> std::invoke_result_t<Make> {
    using T = typename std::invoke_result_t<Make>::value_type;
    if (auto found = load<T>(name, key)) return *std::move(found);
    PODPROMO_TRY(made, make());
    return keep(name, key, made);
  }

  // The artefact, or nothing when it is absent, damaged or made for another key.
  template <typename T>
  std::optional<T> load(std::string_view name, std::string_view key) const {
    return as<T>(load_value(name, key));
  }

  // The artefact whatever key it was made for, for those who only look; nothing when it is absent or damaged.
  template <typename T>
  std::optional<T> peek(std::string_view name) const {
    return as<T>(peek_value(name));
  }

  // Saves the artefact durably and returns it as the file has it: a file rounds what it holds, and what is made of the
  // artefact has to be the same now and when a later run reads it.
  template <typename T>
  Result<T> keep(std::string_view name, std::string_view key, const T& value) const {
    const nlohmann::json json = value;
    PODPROMO_TRY(save_value(name, key, json));
    return json.get<T>();
  }

  // Before the file that an artefact is about is written anew: from then on it is about nothing.
  Done forget(std::string_view name) const;

 private:
  template <typename T>
  static std::optional<T> as(const std::optional<nlohmann::json>& json) {
    if (!json) return std::nullopt;
    try {
      return json->template get<T>();
    } catch (const nlohmann::json::exception&) {
      return std::nullopt;
    }
  }
  std::optional<nlohmann::json> peek_value(std::string_view name) const;
  std::optional<nlohmann::json> load_value(std::string_view name, std::string_view key) const;
  Done save_value(std::string_view name, std::string_view key, nlohmann::json value) const;

  fs::path folder_;
};

// A short stable key: SHA-256 of the parts, which may hold any bytes (each is preceded by its length).
std::string artefact_key(std::initializer_list<std::string_view> parts);

}  // namespace podpromo
