#include "models/pins.hpp"

#include <algorithm>

#include "base/sha256.hpp"

namespace podpromo {

Result<bool> matches_a_pin(const fs::path& file, std::span<const Pin> pins, bool thorough) {
  std::error_code error;
  const auto bytes = fs::file_size(file, error);
  if (error) return failure(system_error("read " + file.filename().string(), error.value()));
  if (std::ranges::none_of(pins, [&](const Pin& pin) { return pin.bytes == bytes; })) return false;
  if (!thorough) return true;
  PODPROMO_TRY(sum, sha256_of_file(file));
  return std::ranges::any_of(pins, [&](const Pin& pin) { return pin.bytes == bytes && pin.sha256 == sum; });
}

const Model* model_with_sum(std::string_view sha256) {
  for (const Model& model : known_models())
    if (std::ranges::find(model.pins, sha256, &Pin::sha256) != model.pins.end()) return &model;
  return nullptr;
}

}  // namespace podpromo
