// What the command line promises, with real media, the real model and a stop in the middle.
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iterator>

#include "program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::StartsWith;

constexpr double kFrame_s = 0.05;

json probed(const fs::path& media) {
  const auto finished =
      done("ffprobe", {"-v", "error", "-show_streams", "-show_format", "-of", "json", media.string()});
  return json::parse(finished.output, nullptr, false);
}

std::vector<fs::path> films_in(const fs::path& folder) {
  std::vector<fs::path> films;
  for (const auto& [name, mark] : files_in(folder))
    if (name.ends_with(".mp4")) films.push_back(folder / name);
  return films;
}

void expect_film(const fs::path& file, int width, int height, double length_s) {
  const json film = probed(file);
  ASSERT_EQ(film["streams"].size(), 2u) << film.dump();
  EXPECT_EQ(film["streams"][0]["codec_name"], "h264");
  EXPECT_EQ(film["streams"][0]["width"], width);
  EXPECT_EQ(film["streams"][0]["height"], height);
  EXPECT_EQ(film["streams"][1]["codec_name"], "aac");
  EXPECT_NEAR(std::stod(film["format"]["duration"].get<std::string>()), length_s, 2 * kFrame_s);
}

// The scheduling policy of the first ffmpeg that is seen to work on something in `folder`, -1 when none is.
int policy_of_ffmpeg_on(const fs::path& folder) {
  for (int wait = 0; wait < 6000; ++wait, ::poll(nullptr, 0, 10)) {
    std::error_code gone;
    for (auto entry = fs::directory_iterator("/proc", gone); !gone && entry != fs::end(entry); entry.increment(gone)) {
      const std::string words = command_line(entry->path());
      if (!words.starts_with("ffmpeg") || words.find(folder.string()) == std::string::npos) continue;
      // It may have ended meanwhile.
      const int policy = ::sched_getscheduler(std::stoi(entry->path().filename().string()));
      if (policy >= 0) return policy;
    }
  }
  return -1;
}

class ClipCommand : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
  Arguments clip(const fs::path& episode, const Arguments& more) const {
    Arguments all{"clip", episode.string(), "--out", out().string(), "--model", "tiny.en", "--max-clips",
                  "1",    "--max-length",   "20",    "--min-length", "8"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  fs::path out() const { return folder_ / "out"; }
};

TEST_F(ClipCommand, AFilmBecomesAnUprightClipOfTheLengthItSays) {
  const auto finished = podpromo(clip(filmed_episode(), {"--json"}));

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  const json said = json::parse(finished.output, nullptr, false);
  ASSERT_TRUE(said["ok"]) << finished.output;
  const json chosen = said["episodes"][0]["clips"][0];
  const auto films = films_in(out());
  ASSERT_EQ(films.size(), 1u);
  expect_film(films[0], 1080, 1920, chosen["end"].get<double>() - chosen["start"].get<double>());
}

TEST_F(ClipCommand, EachShapeThatIsAskedForIsMade) {
  ASSERT_EQ(podpromo(clip(spoken_episode(), {"--format", "square,wide", "--quiet"})).exit_code, 0);

  const json index = json::parse(read_whole(out() / "clips.json").value_or(""), nullptr, false);
  const double length_s = index["clips"][0]["end"].get<double>() - index["clips"][0]["start"].get<double>();
  const auto films = films_in(out());
  ASSERT_EQ(films.size(), 2u);
  expect_film(films[0], 1080, 1080, length_s);
  expect_film(films[1], 1920, 1080, length_s);
}

TEST_F(ClipCommand, ATranscriptBesideTheEpisodeIsUsedUnlessItIsNotWanted) {
  const fs::path episode = spoken_episode();
  ASSERT_EQ(podpromo({"transcribe", episode.string(), "--format", "srt", "--model", "tiny.en", "--quiet", "--out",
                      (folder_ / "garden.srt").string()})
                .exit_code,
            0);
  const auto words_from = [&](const Arguments& more) {
    const auto finished = podpromo(clip(episode, more));
    EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
    EXPECT_EQ(finished.error_tail.find("words from garden.srt") != std::string::npos, more.size() == 1);
    const json words = json::parse(read_whole(out() / ".podpromo" / "30_words.json").value_or(""), nullptr, false);
    return words["value"]["source"].get<std::string>();
  };

  EXPECT_EQ(words_from({"--dry-run"}), "garden.srt");
  EXPECT_EQ(words_from({"--dry-run", "--transcript", "none"}), "whisper tiny.en");
}

TEST_F(ClipCommand, ATextBesideTheEpisodeThatIsNotItsTranscriptIsLeftOut) {
  const fs::path episode = spoken_episode();
  std::string notes;
  for (int i = 0; i < 20; ++i) notes += "Links and sources of this week, thanks to the patrons who pay for the music. ";
  written("garden.txt", notes);

  const auto finished = podpromo(clip(episode, {"--dry-run"}));

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  EXPECT_THAT(finished.error_tail, HasSubstr("garden.txt is of another episode"));
}

TEST_F(ClipCommand, ADryRunShowsTheMomentsAndRendersNothing) {
  const auto finished = podpromo(clip(spoken_episode(), {"--dry-run", "--json"}));

  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  const json said = json::parse(finished.output, nullptr, false);
  EXPECT_EQ(said["episodes"][0]["clips"].size(), 1u);
  EXPECT_EQ(said["episodes"][0]["renders"].size(), 0u);
  EXPECT_THAT(films_in(out()), IsEmpty());
  EXPECT_FALSE(fs::exists(out() / "clips.json"));
}

TEST_F(ClipCommand, AFinishedRunGivenAgainIsQuickAndTouchesNoFile) {
  const auto again = clip(spoken_episode(), {"--format", "square", "--quiet"});
  ASSERT_EQ(podpromo(again).exit_code, 0);
  auto before = files_in(out());

  const auto finished = podpromo(again);

  auto after = files_in(out());
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_LT(finished.took, std::chrono::seconds(5));
  // The note about the run itself says when it is at work.
  before.erase(".podpromo/job.json");
  after.erase(".podpromo/job.json");
  EXPECT_TRUE(before == after);
}

TEST_F(ClipCommand, AnInterruptEndsWith130AndTheNextRunGoesOn) {
  const auto command = clip(spoken_episode(), {"--format", "square", "--quiet"});
  auto child = podpromo_started(command);
  ASSERT_TRUE(child);
  const fs::path journal = out() / ".podpromo" / "30_words.journal";
  for (int wait = 0; wait < 6000 && !fs::exists(journal); ++wait) ::poll(nullptr, 0, 10);

  child->signal_group(SIGINT);
  struct pollfd ended = {.fd = child->exited.get(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&ended, 1, 60'000), 1);

  EXPECT_EQ(child->reap(), 130);
  EXPECT_THAT(drafts_in(out()), IsEmpty());
  const auto kept = files_in(out());
  EXPECT_EQ(podpromo(command).exit_code, 0);
  const auto all = files_in(out());
  EXPECT_TRUE(kept.contains(".podpromo/20_sound.json"));
  EXPECT_TRUE(all.at(".podpromo/20_sound.json") == kept.at(".podpromo/20_sound.json"));
  EXPECT_THAT(all, Contains(Key("clips.json")));
}

TEST_F(ClipCommand, AStopIsToldWithTheStageItCameIn) {
  // So long that it is heard for a while.
  const fs::path loop = made("long.mp3", {"-stream_loop", "9", "-i", spoken_episode().string(), "-c", "copy"});
  const auto from = [&](const fs::path& file) {
    auto child = podpromo_started(clip(loop, {"--format", "square"}));
    EXPECT_TRUE(child);
    for (int wait = 0; wait < 6000 && !fs::exists(file); ++wait) ::poll(nullptr, 0, 10);
    child->signal_group(SIGINT);
    struct pollfd ended = {.fd = child->exited.get(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&ended, 1, 60'000), 1);
    std::string said(4096, '\0');
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(child->errors.get(), said.data(), said.size()))));
    EXPECT_EQ(child->reap(), 130);
    return said;
  };
  EXPECT_THAT(from(out() / ".podpromo" / "20_sound.json"), HasSubstr("Stopped in words"));
}

class TwoSounds : public ClipCommand {
 protected:
  // A film whose first sound is a tone, which players begin with, and whose second is the episode.
  fs::path two_sounds() const {
    return made("two.mkv", {"-f",          "lavfi",
                            "-i",          "testsrc2=s=320x180:r=25",
                            "-f",          "lavfi",
                            "-i",          "sine=r=16000",
                            "-i",          spoken_episode().string(),
                            "-map",        "0:v",
                            "-map",        "1:a",
                            "-map",        "2:a",
                            "-shortest",   "-c:v",
                            "libx264",     "-preset",
                            "ultrafast",   "-c:a",
                            "flac",        "-disposition:a:0",
                            "default",     "-metadata:s:a:1",
                            "title=Studio"});
  }
};

TEST_F(TwoSounds, TheOneWithTheSpeechIsHeardAndCutAndTold) {
  const fs::path episode = two_sounds();
  const auto finished = podpromo(clip(episode, {"--format", "square"}));
  ASSERT_EQ(finished.exit_code, 0) << finished.error_tail;
  EXPECT_THAT(finished.error_tail, HasSubstr("sound track 2 of 2 (“Studio”): nobody speaks in track 1; another one: "
                                             "--sound-track N"));
  const auto films = films_in(out());
  ASSERT_EQ(films.size(), 1u);
  const auto words = podpromo({"transcribe", films[0].string(), "--model", "tiny.en", "--quiet"});
  EXPECT_GT(words.output.size(), 60u) << "the clip has the sound that was heard, not the tone: " << words.output;
}

TEST_F(TwoSounds, AnotherOneCanBeAskedFor) {
  const fs::path episode = two_sounds();
  const auto said = podpromo(clip(episode, {"--dry-run", "--json", "--sound-track", "1"}));
  EXPECT_EQ(said.exit_code, 4) << "nobody speaks in a tone";
  const auto again = podpromo(clip(episode, {"--dry-run", "--json", "--sound-track", "2"}));
  ASSERT_EQ(again.exit_code, 0) << again.error_tail;
  EXPECT_EQ(json::parse(again.output, nullptr, false)["episodes"][0]["sound_track"], 2);
  const auto none = podpromo(clip(episode, {"--sound-track", "3"}));
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.error_tail, HasSubstr("Choose one of these: 1, 2 (“Studio”)"));
}

// A compiler at work beside it would bring a clip that somebody waits for nearly to a stand.
TEST_F(ClipCommand, WhatItStartsDoesNotWaitUntilNobodyElseIsAtWork) {
  auto child = podpromo_started(clip(filmed_episode(), {"--quiet"}));
  ASSERT_TRUE(child);
  // Under a policy of its own the test would see that one.
  EXPECT_EQ(policy_of_ffmpeg_on(folder_), ::sched_getscheduler(0));
}

TEST_F(ClipCommand, WordsAreWrittenDownInEachFormat) {
  const std::string episode = spoken_episode().string();
  const auto written = [&](const std::string& format) {
    const auto finished = podpromo({"transcribe", episode, "--format", format, "--model", "tiny.en", "--quiet"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
    return finished.output;
  };

  EXPECT_THAT(written("srt"), StartsWith("1\n00:00:0"));
  EXPECT_THAT(written("vtt"), StartsWith("WEBVTT\n"));
  EXPECT_THAT(written("txt"), HasSubstr("soil"));
  EXPECT_FALSE(json::parse(written("json"), nullptr, false).is_discarded());
}

TEST_F(WholeProgram, CompletionsAreReadByTheShells) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const auto finished = podpromo({"completions", shell});
    ASSERT_EQ(finished.exit_code, 0);
    ASSERT_THAT(finished.output, HasSubstr("transcribe"));
    const auto file = written("completions", finished.output);
    const auto parsed = run({.program = shell, .arguments = {"-n", file.string()}, .limits = {.low_priority = false}});
    // A shell that isn't installed can't object.
    EXPECT_TRUE(!parsed || parsed->exit_code == 0) << shell << ": " << parsed->error_tail;
  }
}

// What bash offers for the last of `words`, between spaces.
std::string offered_by_bash(const std::string& words) {
  const auto finished =
      done("bash", {"-c",
                    "source <(\"$0\" completions bash); COMP_WORDS=(" + words +
                        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _podpromo; echo \" ${COMPREPLY[*]} \"",
                    PODPROMO_PROGRAM});
  return finished.output;
}

TEST_F(WholeProgram, CompletionsKnowWhatMayFollow) {
  EXPECT_THAT(offered_by_bash("podpromo ''"), HasSubstr(" transcribe "));
  EXPECT_EQ(offered_by_bash("podpromo completions ''"), " bash zsh fish \n");
  EXPECT_EQ(offered_by_bash("podpromo clip talk.mp3 --format ''"), " vertical portrait square wide \n");
  EXPECT_THAT(offered_by_bash("podpromo transcribe --model ''"), HasSubstr(" tiny.en "));
  EXPECT_EQ(offered_by_bash("podpromo clip --model si"), "  \n") << "Silero hears no words";
  EXPECT_EQ(offered_by_bash("podpromo clip --model ti"), " tiny.en \n");
  EXPECT_EQ(offered_by_bash("podpromo models pull si"), " silero-vad \n");
  EXPECT_EQ(offered_by_bash("podpromo models pu"), " pull \n");
  EXPECT_EQ(offered_by_bash("podpromo models pull tiny"), " tiny.en \n");
  EXPECT_EQ(offered_by_bash("podpromo words add --sh"), " --show \n");
  EXPECT_EQ(offered_by_bash("podpromo eval speech --da"), " --data \n");
  EXPECT_EQ(offered_by_bash("podpromo clip --hel"), " --help \n");
}

}  // namespace
}  // namespace podpromo
