#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace podpromo {

// What long work on models is doing now. `what` is a sentence for people ("Converting the model.", "That failed: no
// package carries this model."); it is set when a step begins and empty while it goes on. `done` of `total` counts
// bytes while something is fetched or unpacked and tensors while a model is converted; 0 of 0 when unknown.
struct ModelStep {
  std::string what = {};
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
using OnModelStep = std::function<void(const ModelStep&)>;

}  // namespace podpromo
