#pragma once

#include "base/durable.hpp"

#include <string>
#include <vector>

namespace podpromo {

// Inside a folder of clips: where the run keeps its artefacts, and the note that tells of which episode they are.
fs::path work_folder(const fs::path& clips);
fs::path job_file(const fs::path& clips);

// SHA-256 of a media file, which takes a while for a long one: made when it is first asked for, and once. "" when the
// file can't be read.
class MediaSum {
 public:
  explicit MediaSum(fs::path media, std::string known = {}) : media_(std::move(media)), sum_(std::move(known)) {}
  const fs::path& media() const { return media_; }
  const std::string& get();
  // What is known already: "" before get().
  const std::string& known() const { return sum_; }

 private:
  fs::path media_;
  std::string sum_;
};

// The name of the media of which `clips` holds clips, or the beginning of them, when that is another episode than
// `media`: another file with other bytes. Empty when there is none.
std::string other_episode_in(const fs::path& clips, MediaSum& media);
// Where the clips of `media` go when nobody says: `root`/NAME; where that is another episode's, or `taken`, NAME-2 and
// so on.
fs::path clip_folder(const fs::path& root, MediaSum& media, const std::vector<fs::path>& taken);

}  // namespace podpromo
