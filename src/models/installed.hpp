#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace podpromo {

// A model as a list shows it.
struct ListedModel {
  std::string name = {};
  std::uint64_t bytes = 0;     // on this disk when it is installed, else what fetching it takes
  std::string languages = {};  // empty for models of your own
  std::string licence = {};    // likewise
  bool installed = false;      // there, and of the right size
  bool own = false;            // imported under a name of its own
};
// All known models in the order of the catalog, then your own.
std::vector<ListedModel> list_models(const fs::path& folder);

// What a thorough look at one installed file found. `problem` is empty when all is well.
struct VerifiedModel {
  std::string name = {};
  fs::path file;
  Error problem;
  bool good = false;
};
// Reads every installed model from end to end and compares its sum. Models that aren't there are left out.
std::vector<VerifiedModel> verify_models(const fs::path& folder);

}  // namespace podpromo
