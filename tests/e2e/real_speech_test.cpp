// Episodes of real speech with the model people use, where the recordings are at hand: PODPROMO_EVAL_DATA names the
// folder with librispeech-other/dev and diarization.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

fs::path data_folder() {
  const char* given = std::getenv("PODPROMO_EVAL_DATA");
  return given ? fs::path(given) : fs::path(PODPROMO_SOURCE_DIR) / ".." / "shared" / "data";
}

std::vector<fs::path> recordings(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> found;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::end(entry); entry.increment(error))
    if (entry->path().extension() == extension) found.push_back(entry->path());
  std::ranges::sort(found);
  return found;
}

json read_json(const fs::path& file) { return json::parse(read_whole(file).value_or(""), nullptr, false); }

class RealSpeech : public WholeProgram {
 protected:
  // One after the other, as one episode.
  fs::path joined(const std::vector<fs::path>& parts) const {
    Arguments arguments;
    for (const auto& part : parts) arguments.insert(arguments.end(), {"-i", part.string()});
    const std::string count = std::to_string(parts.size());
    arguments.insert(arguments.end(), {"-filter_complex", "concat=n=" + count + ":v=0:a=1", "-ar", "44100"});
    return made("episode.flac", arguments);
  }

  void clip(const fs::path& episode) const {
    const auto finished = podpromo({"clip", episode.string(), "--out", out().string(), "--model", "base", "--max-clips",
                                    "3", "--format", "square"});
    ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  }

  // Each clip begins with the first word of a sentence and ends with the last of one, and is cut in the pause beside.
  void expect_clips_on_sentences() const {
    const json transcript = read_json(out() / "transcript.json"), result = read_json(out() / "clips.json");
    ASSERT_THAT(result["clips"], Not(IsEmpty()));
    std::set<std::size_t> beginnings, endings;
    for (const json& sentence : transcript["sentences"]) {
      beginnings.insert(sentence["first_word"].get<std::size_t>());
      endings.insert(sentence["last_word"].get<std::size_t>());
    }
    for (const json& clip : result["clips"]) {
      const auto first = clip["first_word"].get<std::size_t>(), last = clip["last_word"].get<std::size_t>();
      EXPECT_THAT(beginnings, Contains(first)) << clip["text"];
      EXPECT_THAT(endings, Contains(last)) << clip["text"];
      expect_cut_in_pauses(transcript["words"], clip, first, last);
    }
  }

  static void expect_cut_in_pauses(const json& words, const json& clip, std::size_t first, std::size_t last) {
    const double start = clip["start"], end = clip["end"];
    const double before = first == 0 ? 0 : words[first - 1]["end"].get<double>();
    const double after = last == words.size() ? end : words[last]["start"].get<double>();
    EXPECT_LE(before, start);
    EXPECT_LE(start, words[first]["start"].get<double>());
    EXPECT_LE(words[last - 1]["end"].get<double>(), end);
    EXPECT_LE(end, after);
  }

  fs::path out() const { return folder_ / "out"; }
};

TEST_F(RealSpeech, ReadAloudBySeveralVoicesIsCutOnSentences) {
  const auto parts = recordings(data_folder() / "librispeech-other" / "dev" / "utt", ".flac");
  if (parts.empty()) GTEST_SKIP() << "The recordings of read speech are not on this machine.";
  clip(joined(parts));
  expect_clips_on_sentences();
}

TEST_F(RealSpeech, InDialoguesAndMeetingsIsCutOnSentences) {
  auto parts = recordings(data_folder() / "librispeech-other" / "dev" / "conv", ".opus");
  const auto meetings = recordings(data_folder() / "diarization", ".flac");
  if (parts.empty() || meetings.empty()) GTEST_SKIP() << "The recordings of dialogues are not on this machine.";
  parts.insert(parts.end(), meetings.begin(), meetings.end());
  clip(joined(parts));
  expect_clips_on_sentences();
}

}  // namespace
}  // namespace podpromo
