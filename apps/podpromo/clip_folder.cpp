#include "clip_folder.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargestNote = 1 << 20;

// "..." and "...mp3" would name the folder itself, or the one above.
std::string name_of(const fs::path& media) {
  const std::string stem = media.stem().string();
  return stem.find_first_not_of('.') == std::string::npos ? "episode" : stem;
}

bool has_sum(const fs::path& media, const std::string& sum) {
  std::error_code error;
  if (sum.empty() || !fs::is_regular_file(media, error)) return false;
  const auto own = sha256_of_file(media);
  return own && *own == sum;
}

std::string text_in(const nlohmann::json& note, const char* name) {
  const auto found = note.find(name);
  return found != note.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

fs::path work_folder(const fs::path& clips) { return clips / ".podpromo"; }
fs::path job_file(const fs::path& clips) { return work_folder(clips) / "job.json"; }

std::string other_episode_in(const fs::path& clips, const fs::path& media) {
  const auto text = read_whole(job_file(clips), kLargestNote);
  const auto note = nlohmann::json::parse(text.value_or(""), nullptr, false);
  if (!note.is_object()) return {};
  const fs::path before = text_in(note, "media");
  std::error_code error;
  const bool same = before == fs::absolute(media, error) || has_sum(media, text_in(note, "sha256"));
  return same ? "" : before.filename().string();
}

fs::path clip_folder(const fs::path& root, const fs::path& media, const std::vector<fs::path>& taken) {
  const std::string name = name_of(media);
  fs::path folder = root / name;
  const auto is_free = [&] {
    return std::ranges::find(taken, folder) == taken.end() && other_episode_in(folder, media).empty();
  };
  for (int number = 2; !is_free(); ++number) folder = root / fmt::format("{}-{}", name, number);
  return folder;
}

}  // namespace podpromo
