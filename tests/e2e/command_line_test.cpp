// How the command line takes what it is told and where it puts what it says, whatever a shell makes of its streams.
#include <sys/stat.h>

#include "program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A shell does to podpromo what people do; $0 is the program.
Finished in_shell(const std::string& line) { return done("sh", {"-c", line, PODPROMO_PROGRAM}); }

using CommandLine = WholeProgram;

TEST_F(CommandLine, AResultThatCannotBeWrittenIsNoSuccess) {
  const auto full = in_shell("\"$0\" completions bash > /dev/full");
  EXPECT_EQ(full.exit_code, 6);
  EXPECT_THAT(full.error_tail, HasSubstr("can't write the result: No space left on device"));
  EXPECT_EQ(in_shell("\"$0\" models list >&-").exit_code, 6);
  EXPECT_EQ(in_shell("\"$0\" --help > /dev/full").exit_code, 6);
}

TEST_F(CommandLine, NobodyToTellIsNoReasonToFail) {
  EXPECT_EQ(in_shell("\"$0\" nonsense 2>&-").exit_code, 2);
  EXPECT_EQ(in_shell("\"$0\" nonsense 2>/dev/full").exit_code, 2);
  EXPECT_EQ(in_shell("\"$0\" models list <&- 2>&-").exit_code, 0);
}

TEST_F(CommandLine, HelpSaysWhichOptionsTakeAValue) {
  const std::string help = podpromo({"clip", "--help"}).output;
  EXPECT_THAT(help, HasSubstr("\n  --json                          One JSON object"));
  EXPECT_THAT(help, HasSubstr("\n  --title VALUE                   Title of"));
  EXPECT_THAT(help, HasSubstr("\n  -n,--max-clips N                At most"));
}

TEST_F(CommandLine, AWrongOptionIsAnsweredWithTheHelpOfItsCommand) {
  EXPECT_THAT(podpromo({"clip", "--wat"}).error_tail, HasSubstr("podpromo clip --help"));
  EXPECT_THAT(podpromo({"words", "list", "--wat"}).error_tail, HasSubstr("podpromo words list --help"));
  EXPECT_THAT(podpromo({"clop", "talk.mp3"}).error_tail, HasSubstr("there is no command “clop”"));
}

TEST_F(CommandLine, AFileThatIsNotThereIsNamedAsTextOnly) {
  const auto finished = podpromo({"transcribe", "/nowhere/esc\x1b[31mape\n.mp3"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.error_tail, AllOf(HasSubstr("esc [31mape .mp3: "), Not(HasSubstr("\x1b"))));
}

TEST_F(CommandLine, WhoAsksForAnObjectGetsOneAlsoWhenNothingWasBegun) {
  const auto finished = podpromo({"clip", "talk.mp3", "--json", "--format", "round"});
  EXPECT_EQ(finished.exit_code, 2);
  const json said = json::parse(finished.output, nullptr, false);
  ASSERT_TRUE(said.is_object()) << finished.output;
  EXPECT_EQ(said["ok"], false);
  EXPECT_EQ(said["error"]["reason"], "there is no format \"round\"");
}

TEST_F(CommandLine, ATranscriptThatIsNotThereIsNamed) {
  const auto finished = podpromo({"clip", "talk.mp3", "--transcript", "talk.srt"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.error_tail, StartsWith("podpromo: the transcript talk.srt is not there\n"));
}

TEST_F(CommandLine, APlaceForTheWordsThatCannotBeIsNamedBeforeTheWork) {
  const auto to = [&](const fs::path& out) {
    return podpromo({"transcribe", "/nowhere/talk.mp3", "--out", out.string()});
  };
  EXPECT_EQ(to(folder_).exit_code, 2);
  EXPECT_THAT(to(folder_).error_tail, HasSubstr("is a folder"));
  EXPECT_THAT(to(folder_ / "nowhere" / "talk.txt").error_tail, HasSubstr("there is no folder"));
}

TEST_F(CommandLine, ShowsThatNothingIsKnownOfAreNoSilence) {
  const std::string here = folder_.string();
  EXPECT_THAT(podpromo({"words", "list", "--output-dir", here}).error_tail,
              HasSubstr("Nothing is known of any show yet"));
  EXPECT_THAT(podpromo({"words", "list", "--output-dir", here, "--show", "On bees"}).error_tail,
              HasSubstr("Nothing is known of this show"));
}

TEST_F(CommandLine, AnUploadThatCannotBeIsToldAtOnce) {
  const fs::path pipe = folder_ / "talk.mp3";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto of_a_pipe = podpromo({"upload", pipe.string()});
  EXPECT_EQ(of_a_pipe.exit_code, 2);
  EXPECT_THAT(of_a_pipe.error_tail, StartsWith("podpromo: talk.mp3 is not a file\n"));
  for (const std::string server : {"ftp://podpromo.example.org", "podpromo.example.org"})
    EXPECT_THAT(podpromo({"upload", "--server", server, pipe.string()}).error_tail,
                HasSubstr("no address of a server"));
}

// No file is sent; each is told of.
TEST_F(CommandLine, AnUploadGoesOnWithTheNextFile) {
  const auto finished = podpromo({"upload", "--json", "/nowhere/a.mp3", "/nowhere/b.mp3"});
  EXPECT_EQ(finished.exit_code, 2);
  const json said = json::parse(finished.output, nullptr, false);
  EXPECT_EQ(said["uploads"][0]["error"]["code"], "not_found") << finished.output;
  EXPECT_EQ(said["uploads"][1]["file"], "/nowhere/b.mp3");
}

// Each of these begins with opening the models.
class WithModel : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
  json clipped(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"clip", "--json", "--model", "tiny.en"});
    return json::parse(podpromo(arguments).output, nullptr, false);
  }
};

TEST_F(WithModel, AFormatTakesNoFileWithIt) {
  const json said = clipped({"--format", "square", "/nowhere/talk.mp3"});
  EXPECT_EQ(said["episodes"][0]["source"], "/nowhere/talk.mp3") << said.dump();
}

TEST_F(WithModel, AListOfWordsThatIsNotThereIsNoName) {
  const json said = clipped({"talk.mp3", "--words", "/nowhere/names.txt"});
  EXPECT_EQ(said["error"]["reason"], "the list of words /nowhere/names.txt is not there") << said.dump();
}

TEST_F(WithModel, TheLanguageMayBeWrittenInCapitals) {
  const auto finished = podpromo({"transcribe", spoken_episode().string(), "--model", "tiny.en", "--language", "EN"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
}

TEST_F(WithModel, ALanguageThatIsNoneIsToldBeforeTheWorkWithWhatMayBeMeant) {
  const std::string episode = spoken_episode().string();
  const auto told = [&](const std::string& language, const std::string& command) {
    return podpromo({command, episode, "--model", "base", "--language", language, "--out", (folder_ / "out").string()})
        .error_tail;
  };
  if (podpromo({"models", "path", "base"}).exit_code != 0) GTEST_SKIP() << "The model base is not installed";
  EXPECT_THAT(told("germann", "clip"),
              AllOf(HasSubstr("language “germann”"), HasSubstr("de (german)"), Not(HasSubstr("✓"))));
  EXPECT_THAT(told("jp", "transcribe"), AllOf(HasSubstr("ja (japanese)"), Not(HasSubstr("✓"))));
  EXPECT_THAT(told("xx", "clip"), HasSubstr("a code such as en"));
  EXPECT_FALSE(fs::is_directory(folder_ / "out"));
}

TEST_F(WithModel, AModelThatHearsNoWordsIsNoneToListenWith) {
  const auto finished = podpromo({"clip", "talk.mp3", "--model", "silero-vad"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.error_tail, HasSubstr("the model “silero-vad” hears no words"));
}

// With one folder for both, the second would take the place of the first.
TEST_F(WithModel, TwoEpisodesOfOneNameGetAFolderEach) {
  const fs::path first = spoken_episode();
  fs::create_directory(folder_ / "other");
  fs::copy_file(first, folder_ / "other" / first.filename());
  const json said = clipped({first.string(), (folder_ / "other" / first.filename()).string(), "--dry-run", "--out",
                             (folder_ / "out").string()});
  EXPECT_EQ(said["episodes"][0]["folder"], (folder_ / "out" / "garden").string()) << said.dump();
  EXPECT_EQ(said["episodes"][1]["folder"], (folder_ / "out" / "garden-2").string());
}

TEST_F(WithModel, AFolderWithClipsOfAnotherEpisodeIsLeftAlone) {
  const fs::path note = folder_ / "out" / ".podpromo" / "job.json";
  ASSERT_TRUE(write_durably(note, R"({"media": "/nowhere/bees.mp3", "sha256": "0", "finished": true})"));
  const json said = clipped({spoken_episode().string(), "--out", (folder_ / "out").string()});
  EXPECT_THAT(said["episodes"][0]["error"]["reason"].get<std::string>(), HasSubstr("of another episode, bees.mp3"));
  EXPECT_EQ(files_in(folder_ / "out").size(), 1u);
}

}  // namespace
}  // namespace podpromo
