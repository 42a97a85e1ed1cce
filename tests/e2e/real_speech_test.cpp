// Episodes of real speech with the model people use, where the recordings are at hand: PODPROMO_EVAL_DATA names the
// folder with librispeech-other/dev, diarization, speech-mfa and speech-sonnets.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <set>
#include <sstream>

#include "program.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
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

  // Somebody's turn in a dialogue.
  struct Turn {
    double start = 0;
    double end = 0;
    std::string text;
  };

  // "name channel speaker start end text", a turn a line.
  static std::vector<Turn> turns_of(const fs::path& recording) {
    fs::path file = recording;
    std::istringstream lines(read_whole(file.replace_extension(".stm")).value_or(""));
    std::vector<Turn> turns;
    Turn turn;
    for (std::string name, channel, speaker; lines >> name >> channel >> speaker >> turn.start >> turn.end;) {
      std::getline(lines >> std::ws, turn.text);
      turns.push_back(turn);
    }
    return turns;
  }

  static std::string captions_of(const std::vector<Turn>& turns, double late) {
    std::string srt;
    for (const Turn& turn : turns) {
      const auto time = [](double s) {
        return fmt::format("00:{:02}:{:06.3f}", static_cast<int>(s) / 60, std::fmod(s, 60));
      };
      srt += fmt::format("{} --> {}\n{}\n\n", time(turn.start + late), time(turn.end + late), turn.text);
    }
    return srt;
  }

  Finished clip_with(const fs::path& episode, const std::string& captions) const {
    return podpromo({"clip", episode.string(), "--out", out().string(), "--model", "base", "--dry-run", "--transcript",
                     written("words.srt", captions).string()});
  }

  // Each turn's words lie between its beginning and its end, give or take a fifth of a second.
  static void expect_words_inside_turns(const json& words, const std::vector<Turn>& turns) {
    std::size_t at = 0;
    for (const Turn& turn : turns) {
      const auto count = static_cast<std::size_t>(std::ranges::count(turn.text, ' ')) + 1;
      ASSERT_LE(at + count, words.size());
      EXPECT_GE(words[at]["start"].get<double>(), turn.start - 0.2) << turn.text;
      EXPECT_LE(words[at + count - 1]["end"].get<double>(), turn.end + 0.2) << turn.text;
      at += count;
    }
  }

  void clip_dry(const fs::path& episode) const {
    const auto finished = podpromo(
        {"clip", episode.string(), "--out", out().string(), "--model", "base", "--dry-run", "--speakers", "off"});
    ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  }

  static std::vector<std::pair<double, double>> spans_of(const json& list) {
    std::vector<std::pair<double, double>> spans;
    for (const json& entry : list) spans.emplace_back(entry["start"], entry["end"]);
    return spans;
  }

  static bool is_hesitation(std::string word) {
    std::erase_if(word, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) == 0; });
    return word == "um" || word == "Um" || word == "uh" || word == "Uh";
  }

  fs::path out() const { return folder_ / "out"; }
};

TEST_F(RealSpeech, ReadAloudBySeveralVoicesIsCutOnSentences) {
  const auto parts = recordings(data_folder() / "librispeech-other" / "dev" / "utt", ".flac");
  if (parts.empty()) GTEST_SKIP() << "The recordings of read speech are not on this machine.";
  clip(joined(parts));
  expect_clips_on_sentences();
}

TEST_F(RealSpeech, WithItsOwnTranscriptTakesItsWordsAndFindsThem) {
  const auto dialogues = recordings(data_folder() / "librispeech-other" / "dev" / "conv", ".opus");
  if (dialogues.empty()) GTEST_SKIP() << "The recordings of dialogues are not on this machine.";
  const auto said = turns_of(dialogues[0]);

  const auto finished = clip_with(dialogues[0], captions_of(said, 5));

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  const json words = read_json(out() / ".podpromo" / "30_words.json")["value"];
  EXPECT_FALSE(words["estimated_times"].get<bool>());
  expect_words_inside_turns(words["words"], said);
}

TEST_F(RealSpeech, WithATranscriptThatWasEditedIsTaken) {
  const auto dialogues = recordings(data_folder() / "librispeech-other" / "dev" / "conv", ".opus");
  if (dialogues.empty()) GTEST_SKIP() << "The recordings of dialogues are not on this machine.";
  auto said = turns_of(dialogues[1]);
  for (Turn& turn : said) turn.text = "well " + turn.text.substr(0, turn.text.rfind(' ')) + " indeed";

  const auto finished = clip_with(dialogues[1], captions_of(said, 0));

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  EXPECT_FALSE(read_json(out() / ".podpromo" / "30_words.json")["value"]["estimated_times"].get<bool>());
}

TEST_F(RealSpeech, WithTheTranscriptOfAnotherEpisodeIsRefused) {
  const auto dialogues = recordings(data_folder() / "librispeech-other" / "dev" / "conv", ".opus");
  if (dialogues.empty()) GTEST_SKIP() << "The recordings of dialogues are not on this machine.";

  const auto finished = clip_with(dialogues[1], captions_of(turns_of(dialogues[0]), 0));

  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.error_tail, HasSubstr("not of this episode"));
  EXPECT_FALSE(fs::exists(out() / "clips.json"));
}

// Where somebody says "um" or "uh" in the recordings of speech-mfa, by hand.
struct Hesitations {
  const char* recording;
  std::vector<std::pair<double, double>> said;
};
const std::vector<Hesitations> kHesitations = {
    {"acoustic_corpus", {{8.02, 8.57}, {22.9, 23.53}}},
    {"cold_corpus", {{1.24, 1.67}, {3.69, 3.96}, {7.31, 7.86}, {9.89, 10.34}, {17.78, 18.32}}},
    {"cold_corpus3", {{3.32, 3.78}, {6.52, 7.11}, {11.8, 12.18}, {14.57, 15.16}, {19.82, 20.25}, {20.71, 20.9}}}};

TEST_F(RealSpeech, HasItsHesitationsBesideTheWordsOrAmongThem) {
  if (recordings(data_folder() / "speech-mfa" / "wav", ".flac").empty())
    GTEST_SKIP() << "The recordings of spontaneous speech are not on this machine.";
  std::size_t said = 0, found = 0, listed = 0;
  for (const auto& one : kHesitations) {
    clip_dry(data_folder() / "speech-mfa" / "wav" / (std::string(one.recording) + ".flac"));
    const json transcript = read_json(out() / ".podpromo" / "30_words.json")["value"];
    const auto fillers = transcript.value("fillers", json::array());
    std::vector<std::pair<double, double>> all = spans_of(fillers);
    listed += all.size();
    for (const json& word : transcript["words"])
      if (is_hesitation(word["w"])) all.emplace_back(word["start"], word["end"]);
    for (const auto& [start, end] : one.said) {
      ++said;
      found += std::ranges::any_of(all, [&](const auto& span) { return span.first < end && span.second > start; });
    }
    fs::remove_all(out());
  }
  EXPECT_GE(found, 10U) << "of " << said;
  EXPECT_LE(listed, 20U);
}

// A reading of sixteenth-century German, much of which the model spells in its own way.
TEST_F(RealSpeech, InGermanIsFoundInTheSoundWordForWord) {
  const fs::path book = data_folder() / "speech-sonnets" / "example_jobs" / "example7" / "OEBPS" / "Resources";
  if (!fs::exists(book / "de.mp3")) GTEST_SKIP() << "The reading in German is not on this machine.";
  std::istringstream lines(read_whole(book / "de.txt").value_or(""));
  std::string text;
  for (std::string line; std::getline(lines, line);) text += line.substr(line.find('|') + 1) + "\n";

  const auto finished =
      podpromo({"clip", (book / "de.mp3").string(), "--out", out().string(), "--model", "base", "--dry-run",
                "--language", "de", "--transcript", written("words.txt", text).string()});

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  const json transcript = read_json(out() / ".podpromo" / "30_words.json")["value"];
  EXPECT_FALSE(transcript["estimated_times"].get<bool>());
  const auto guessed =
      std::ranges::count_if(transcript["words"], [](const json& word) { return word.value("estimated", false); });
  EXPECT_LE(guessed, 5);
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
