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

std::string text_in(const nlohmann::json& note, const char* name) {
  const auto found = note.find(name);
  return found != note.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

const std::string& MediaSum::get() {
  std::error_code error;
  if (sum_.empty() && fs::is_regular_file(media_, error)) sum_ = sha256_of_file(media_).value_or("");
  return sum_;
}

fs::path work_folder(const fs::path& clips) { return clips / ".podpromo"; }
fs::path job_file(const fs::path& clips) { return work_folder(clips) / "job.json"; }

std::string other_episode_in(const fs::path& clips, MediaSum& media) {
  const auto text = read_whole(job_file(clips), kLargestNote);
  const auto note = nlohmann::json::parse(text.value_or(""), nullptr, false);
  if (!note.is_object()) return {};
  const fs::path before = text_in(note, "media");
  std::error_code error;
  const std::string sum = text_in(note, "sha256");
  const bool same = before == fs::absolute(media.media(), error) || (!sum.empty() && media.get() == sum);
  return same ? "" : before.filename().string();
}

fs::path clip_folder(const fs::path& root, MediaSum& media, const std::vector<fs::path>& taken) {
  const std::string name = name_of(media.media());
  fs::path folder = root / name;
  const auto is_free = [&] {
    return std::ranges::find(taken, folder) == taken.end() && other_episode_in(folder, media).empty();
  };
  for (int number = 2; !is_free(); ++number) folder = root / fmt::format("{}-{}", name, number);
  return folder;
}

}  // namespace podpromo
