#include "models/own_models.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "models/catalog.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kPrefix = "ggml-";
constexpr std::string_view kSuffix = ".bin.sha256";
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestRecord = 4096;
constexpr std::size_t kSumDigits = 64;

bool may_be_in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

fs::path record_of(std::string_view name, const fs::path& folder) {
  return folder / (own_model_file(name) + ".sha256");
}

}  // namespace

bool is_own_model_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
         std::ranges::all_of(name, may_be_in_a_name) &&
         std::ranges::find(known_models(), name, &Model::name) == known_models().end();
}

std::string own_model_file(std::string_view name) { return fmt::format("ggml-{}.bin", name); }

Done record_own_model(std::string_view name, std::string_view sha256, const fs::path& folder) {
  return write_durably(record_of(name, folder), fmt::format("{}  {}\n", sha256, own_model_file(name)));
}

std::vector<std::string> own_models_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string file = it->path().filename().string();
    if (!file.starts_with(kPrefix) || !file.ends_with(kSuffix)) continue;
    if (file.size() <= kPrefix.size() + kSuffix.size()) continue;
    std::string name = file.substr(kPrefix.size(), file.size() - kPrefix.size() - kSuffix.size());
    if (is_own_model_name(name)) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

Result<fs::path> find_own_model(std::string_view name, const fs::path& folder, bool thorough) {
  if (!is_own_model_name(name)) return failure(model_named(name).error());
  fs::path file = folder / own_model_file(name);
  std::error_code error;
  const auto record = read_whole(record_of(name, folder), kLongestRecord);
  // A name that nobody imported is most likely a slip of the keyboard, so the list of names helps most.
  if (!record && !fs::exists(file, error)) return failure(model_named(name).error());
  if (!record || !fs::is_regular_file(file, error))
    return failure(Fault::missing_model, fmt::format("your speech model “{}” is not whole", name),
                   "Run: podpromo models import, with the file or folder you imported it from.", file.string());
  if (!thorough) return file;
  PODPROMO_TRY(sum, sha256_of_file(file));
  if (record->substr(0, kSumDigits) == sum) return file;
  return failure(Fault::missing_model, fmt::format("your speech model “{}” is damaged", name),
                 "Run: podpromo models import, with the file or folder you imported it from.", file.string());
}

}  // namespace podpromo
