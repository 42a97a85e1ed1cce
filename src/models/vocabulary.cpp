#include "models/vocabulary.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

#include "models/byte_file.hpp"
#include "models/gpt2_bytes.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostBytes = 16 << 20;  // Whisper's takes half a megabyte

std::vector<std::string> lines_of(std::string_view text, std::size_t count) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < count) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Result<std::vector<std::string>> strings_of(const std::string& text, std::size_t count) {
  const auto array = nlohmann::json::parse(text, nullptr, false);
  if (!array.is_array()) return damaged_model("vocabulary.json is not an array");
  std::vector<std::string> strings;
  for (const auto& item : array) {
    if (strings.size() == count) break;
    if (!item.is_string()) return damaged_model("vocabulary.json holds something that isn't a string");
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

Result<std::vector<std::string>> written_tokens(const fs::path& folder, std::size_t count) {
  std::error_code error;
  const fs::path plain = folder / "vocabulary.txt";
  const fs::path json = folder / "vocabulary.json";
  if (fs::exists(plain, error)) {
    PODPROMO_TRY(text, read_whole(plain, kMostBytes));
    return lines_of(text, count);
  }
  if (fs::exists(json, error)) {
    PODPROMO_TRY(text, read_whole(json, kMostBytes));
    return strings_of(text, count);
  }
  return failure(Fault::bad_request, "the model comes without its vocabulary",
                 "Put vocabulary.txt or vocabulary.json next to model.bin.");
}

}  // namespace

Result<std::vector<std::string>> read_vocabulary(const fs::path& folder, std::size_t count) {
  PODPROMO_TRY(written, written_tokens(folder, count));
  if (written.size() < count) return damaged_model("the vocabulary is too short");
  std::vector<std::string> tokens;
  tokens.reserve(count);
  for (const std::string& token : written) {
    PODPROMO_TRY(bytes, gpt2_bytes(token));
    tokens.push_back(std::move(bytes));
  }
  return tokens;
}

}  // namespace podpromo
