#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Models that somebody imported and that no pin knows. Beside "ggml-NAME.bin" lies "ggml-NAME.bin.sha256" with the
// sum it had when it was imported, in the form that `sha256sum --check` reads.

// 1 to 64 characters of a-z A-Z 0-9 . _ -, not beginning with a dot, and not the name of a known model.
bool is_own_model_name(std::string_view name);
std::string own_model_file(std::string_view name);

// Remembers the sum of a file that is in place already.
Done record_own_model(std::string_view name, std::string_view sha256, const fs::path& folder);

// Their names in `folder`, in order.
std::vector<std::string> own_models_in(const fs::path& folder);

// As find_model() does; by existence, or by sum when `thorough`.
Result<fs::path> find_own_model(std::string_view name, const fs::path& folder, bool thorough);

}  // namespace podpromo
