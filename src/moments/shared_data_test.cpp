// Quality on labelled episodes, where they are at hand: PODPROMO_EVAL_DATA names the folder with
// highlights-chaincode/dev and minuspod-ads/dev.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "moments/ads.hpp"
#include "moments/evaluate.hpp"
#include "moments/find_moments.hpp"

namespace podpromo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path data_folder(const std::string& name) {
  const char* given = std::getenv("PODPROMO_EVAL_DATA");
  const fs::path root = given ? fs::path(given) : fs::path(PODPROMO_SOURCE_DIR) / ".." / "shared" / "data";
  return root / name / "dev";
}

std::vector<json> labels_in(const fs::path& folder) {
  std::vector<json> labels;
  std::ifstream in(folder / "labels.jsonl");
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) labels.push_back(json::parse(line));
  return labels;
}

json episode_in(const fs::path& folder, const std::string& id) {
  std::ifstream in(folder / (id + ".json"));
  return json::parse(in);
}

Transcript transcript_of(const json& episode) {
  Transcript transcript;
  transcript.language = "en";
  std::map<std::string, int> speakers;
  const json turns = episode.value("turns", json::array());
  transcript.estimated_times = !turns.empty();  // the set with turns has interpolated times
  std::size_t turn = 0;
  for (const auto& word : episode.at("words")) {
    const double start = word[1];
    while (turn + 1 < turns.size() && turns[turn + 1][1].get<double>() <= start) ++turn;
    int speaker = -1;
    if (!turns.empty()) {
      const auto next = static_cast<int>(speakers.size());
      speaker = speakers.try_emplace(turns[turn][0].get<std::string>(), next).first->second;
    }
    transcript.words.push_back({word[0], start, word[2], 1, speaker});
  }
  return transcript;
}

std::vector<TimeSpan> spans_of(const json& pairs) {
  std::vector<TimeSpan> spans;
  for (const auto& pair : pairs) spans.push_back({pair[0], pair[1]});
  return spans;
}

TEST(SharedData, MomentsAreFoundMoreOftenThanByChance) {
  const fs::path folder = data_folder("highlights-chaincode");
  if (!fs::exists(folder)) GTEST_SKIP() << "The labelled episodes are not on this machine.";
  std::vector<LabelledEpisode> episodes;
  for (const auto& label : labels_in(folder)) {
    const Transcript transcript = transcript_of(episode_in(folder, label.at("id")));
    LabelledEpisode episode{.labels = spans_of(label.at("highlights")), .clips = {}};
    const auto id = EpisodeId::of_content(std::string(64, 'f'));
    for (const auto& clip : find_moments(id, transcript, {}, {.fewer_when_short = false}).clips)
      episode.clips.push_back({clip.start, clip.end});
    episodes.push_back(std::move(episode));
  }
  const MomentScore score = moment_score(episodes);
  RecordProperty("hit_at_5", std::to_string(score.hit_at_5));
  RecordProperty("hit_at_10", std::to_string(score.hit_at_10));
  EXPECT_GE(score.hit_at_10, 0.3);  // by chance: 0.2
}

TEST(SharedData, AdsAreFoundAndNoClipHoldsOne) {
  const fs::path folder = data_folder("minuspod-ads");
  if (!fs::exists(folder)) GTEST_SKIP() << "The labelled episodes are not on this machine.";
  std::vector<LabelledAds> episodes;
  for (const auto& label : labels_in(folder)) {
    const Transcript transcript = transcript_of(episode_in(folder, label.at("id")));
    LabelledAds ads{.truth = spans_of(label.at("ads")), .found = {}};
    const Moments moments = find_moments(EpisodeId::of_content(std::string(64, 'f')), transcript, {}, {});
    for (const auto& ad : moments.ads) ads.found.push_back({ad.start, ad.end});
    for (const auto& clip : moments.clips)
      for (const auto& ad : ads.truth)
        EXPECT_LE(std::min(clip.end, ad.end) - std::max(clip.start, ad.start), 1.0) << label.at("id") << clip.text;
    episodes.push_back(std::move(ads));
  }
  const AdScore score = ad_score(episodes);
  EXPECT_GE(score.f1, 0.8);
  EXPECT_GE(score.blocks_found, 0.75);
}

}  // namespace
}  // namespace podpromo
