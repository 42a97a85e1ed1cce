#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace podpromo {

// docs/openapi.json as tests ask it.
class Description {
 public:
  explicit Description(nlohmann::json described) : paths_(std::move(described["paths"])) {}

  // Whether `status` is among what an answer to this request may be. An address that isn't described, or a method that
  // it doesn't have, may only be refused as such.
  bool tells(std::string_view method, std::string_view path, int status) const {
    const nlohmann::json* operation = operation_of(method, path);
    if (operation == nullptr) return status == 404 || status == 405;
    const nlohmann::json& responses = (*operation)["responses"];
    const std::string text = std::to_string(status);
    return responses.contains(text) || responses.contains(text.substr(0, 1) + "XX");
  }

 private:
  const nlohmann::json* operation_of(std::string_view method, std::string_view path) const {
    const nlohmann::json* best = nullptr;
    std::size_t fewest = SIZE_MAX;
    for (const auto& [pattern, operations] : paths_.items()) {
      const auto holes = static_cast<std::size_t>(std::ranges::count(pattern, '{'));
      // The page's address is a pattern that fits everything.
      if (!fits(pattern, path) || holes >= fewest || (pattern == "/{page}" && path.starts_with("/api"))) continue;
      best = &operations;
      fewest = holes;
    }
    if (best == nullptr) return nullptr;
    std::string name(method);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    // HEAD is answered wherever GET is.
    if (name == "head" && !best->contains(name)) name = "get";
    return best->contains(name) ? &(*best)[name] : nullptr;
  }

  static bool fits(std::string_view pattern, std::string_view path) {
    if (pattern == "/{page}" || path == pattern) return true;
    const auto hole = pattern.find('{');
    if (hole == std::string_view::npos || !path.starts_with(pattern.substr(0, hole))) return false;
    const auto end = pattern.find('}');
    path.remove_prefix(hole);
    const bool takes_all = pattern.substr(hole, end + 1 - hole) == "{name}";
    path.remove_prefix(takes_all ? path.size() : std::min(path.find('/'), path.size()));
    return fits(pattern.substr(end + 1), path);
  }

  nlohmann::json paths_;
};

}  // namespace podpromo
