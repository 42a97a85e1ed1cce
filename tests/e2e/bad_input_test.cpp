// Bad input over the command line: one sentence that says what, one that says what to do, and the exit code.
#include <sys/mount.h>
#include <unistd.h>

#include "program.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::IsEmpty;

constexpr const char* kSpeech = "1\n00:00:01,000 --> 00:00:05,000\nThree pots are enough for a first garden.\n\n";

// NOLINTNEXTLINE(readability-identifier-naming): matchers are written like this.
MATCHER_P3(Ended, code, what, remedy, "ends with a code, a reason and a remedy") {
  *result_listener << "code " << arg.exit_code << ": " << arg.error_tail;
  return arg.exit_code == code && arg.error_tail.contains(what) && arg.error_tail.contains(remedy);
}

class BadInput : public WholeProgram {
 protected:
  Finished clip(const fs::path& episode, const Arguments& more = {}) const {
    Arguments all{"clip", episode.string(), "--out", out().string(), "--model", "tiny.en", "--quiet"};
    all.insert(all.end(), more.begin(), more.end());
    return podpromo(all);
  }
  fs::path out() const { return folder_ / "out"; }
  fs::path tone(const std::string& name, int seconds) const {
    return made(name, {"-f", "lavfi", "-i", "sine=440:d=" + std::to_string(seconds) + ",tremolo=f=2"});
  }
  fs::path film(const std::string& name, const Arguments& more = {}) const {
    Arguments all{"-f",      "lavfi", "-i", "testsrc2=d=3:s=320x240", "-f", "lavfi", "-i", "sine=d=3", "-c:v",
                  "libx264", "-c:a",  "aac"};
    all.insert(all.end(), more.begin(), more.end());
    return made(name, all);
  }
};

class BadInputThatIsHeard : public BadInput {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
};

TEST_F(BadInputThatIsHeard, AnEmptyFileIsRefusedAndLeavesNothing) {
  EXPECT_THAT(clip(written("empty.mp3", "")), Ended(3, "the file is empty", "Copy or export it again"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, TextNamedMp3IsRefusedAndLeavesNothing) {
  EXPECT_THAT(clip(written("text.mp3", "Shopping: bread, butter, a new microphone.\n")),
              Ended(3, "not a kind of media file", "Choose one of these: mp3"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, OfSeveralEpisodesEachRefusedOneIsNamed) {
  const auto text = written("text.mp3", "Shopping: bread, butter, a new microphone.\n");

  EXPECT_THAT(clip(written("empty.mp3", ""), {text.string()}),
              Ended(3, "empty.mp3: the file is empty", "text.mp3: this is not a kind of media file"));
}

TEST_F(BadInputThatIsHeard, AFilmWhoseIndexIsCutOffIsRefusedAndLeavesNothing) {
  const std::string whole = read_whole(film("film.mp4")).value_or("");

  EXPECT_THAT(clip(written("cut.mp4", whole.substr(0, whole.size() / 2))),
              Ended(3, "incomplete", "Copy or export it again"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, AFilmWithoutSoundIsRefusedAndLeavesNothing) {
  EXPECT_THAT(clip(film("mute.mp4", {"-an"})), Ended(3, "has no sound track", "Export it again with sound"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, SilenceHasNoClips) {
  const auto silence = made("silence.mp3", {"-f", "lavfi", "-i", "anullsrc=d=20"});

  EXPECT_THAT(clip(silence), Ended(4, "no speech was found", ""));
}

TEST_F(BadInputThatIsHeard, AToneHasNoClips) { EXPECT_THAT(clip(tone("tone.mp3", 20)), Ended(4, "no speech", "")); }

TEST_F(BadInputThatIsHeard, MusicHasNoClips) {
  // Chords that change every two seconds, a bass and a drum.
  const auto music = made("music.mp3", {"-f", "lavfi", "-i",
                                        "aevalsrc='0.15*sin(2*PI*t*220*pow(2,mod(floor(t/2)*5,12)/12))+"
                                        "0.12*sin(2*PI*t*277*pow(2,mod(floor(t/2)*5,12)/12))+"
                                        "0.12*sin(2*PI*t*330*pow(2,mod(floor(t/2)*5,12)/12))+"
                                        "0.2*sin(2*PI*t*55)+0.3*(random(0)-0.5)*exp(-20*mod(t,0.5))':d=40"});

  EXPECT_THAT(clip(music), Ended(4, "no speech was found", ""));
}

TEST_F(BadInputThatIsHeard, OneSecondHasNoClips) { EXPECT_THAT(clip(tone("one.mp3", 1)), Ended(4, "No clips", "")); }

TEST_F(BadInputThatIsHeard, AFileThatIsNotThereIsACommandLineMistake) {
  EXPECT_THAT(clip(folder_ / "none.mp3"), Ended(2, "not there", "Check its name"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, AFolderIsACommandLineMistake) {
  EXPECT_THAT(clip(folder_), Ended(2, "not a file", "Name a media file"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInput, NoModelIsSaidWithTheCommandThatGetsIt) {
  fs::create_directory(folder_ / "models");
  const auto finished = podpromo({"clip", tone("tone.mp3", 1).string(), "--out", out().string(), "--model", "base"},
                                 {"PODPROMO_MODELS_DIR=" + (folder_ / "models").string()});

  EXPECT_THAT(finished, Ended(5, "“base” is not installed", "podpromo models pull base"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInput, ATranscriptThatIsNoneIsRefusedAndLeavesNothing) {
  EXPECT_THAT(clip(tone("tone.mp3", 20), {"--transcript", written("words.srt", "Dear diary").string()}),
              Ended(2, "transcript", "SRT, WebVTT"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInput, ATranscriptOfALongerEpisodeIsRefused) {
  const auto words = written("long.srt", std::string(kSpeech) + "2\n01:00:01,000 --> 01:00:05,000\nAnd so it ends.\n");

  EXPECT_THAT(clip(tone("tone.mp3", 20), {"--transcript", words.string()}),
              Ended(2, "goes on to 1:00:05, but the episode ends at 0:20", "Give the transcript of this episode"));
  EXPECT_FALSE(fs::exists(out() / "clips.json"));
}

TEST_F(BadInput, AnOutputFolderBelowAFileIsRefused) {
  const auto file = written("file", "taken");

  const auto finished = podpromo({"clip", tone("tone.mp3", 1).string(), "--out", (file / "clips").string(), "--quiet",
                                  "--transcript", written("words.srt", kSpeech).string()});

  EXPECT_THAT(finished, Ended(2, "the output folder can't be made", "Choose another folder"));
  EXPECT_EQ(read_whole(file).value_or(""), "taken");
}

// Root may write anywhere, so this user is nobody, who can't reach every folder that a program is built in.
class BadInputOfNobody : public BadInput {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "Only root can become somebody who may not do this.";
    fs::copy_file(PODPROMO_PROGRAM, folder_ / "podpromo");
    fs::permissions(folder_, fs::perms(0755));
  }
  Finished clip_as_nobody(const fs::path& media, const fs::path& words) const {
    return done("setpriv", {"--reuid=65534", "--regid=65534", "--clear-groups", (folder_ / "podpromo").string(), "clip",
                            media.string(), "--out", out().string(), "--transcript", words.string(), "--quiet"});
  }
};

TEST_F(BadInputOfNobody, AnOutputFolderThatMayNotBeWrittenIsRefused) {
  const auto media = tone("tone.mp3", 1);
  const auto words = written("words.srt", kSpeech);

  const auto finished = clip_as_nobody(media, words);

  EXPECT_THAT(finished, Ended(6, "the output folder can't be made", "Choose another folder"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputOfNobody, AFileThatMayNotBeReadIsRefused) {
  const auto media = tone("tone.mp3", 1);
  const auto words = written("words.srt", kSpeech);
  fs::permissions(folder_, fs::perms(0777));
  fs::permissions(media, fs::perms(0000));

  const auto finished = clip_as_nobody(media, words);

  EXPECT_THAT(finished, Ended(6, "read", "."));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadInputThatIsHeard, AServerWhoseDataFolderCantBeMadeDoesNotStart) {
  const auto file = written("file", "taken");

  const auto finished = podpromo({"serve", "--port", "0", "--model", "tiny.en"},
                                 {"-C", folder_.string(), "UPLOAD_DIR=" + (file / "uploads").string()});

  EXPECT_THAT(finished, Ended(6, "UPLOAD_DIR names can't be made", "Set UPLOAD_DIR to a folder you may write to"));
}

// A disk of one megabyte, which the sound of the episode does not fit on.
class FullDisk : public BadInput {
 protected:
  void SetUp() override {
    fs::create_directory(out());
    if (::mount("tmpfs", out().c_str(), "tmpfs", 0, "size=1m") != 0)
      GTEST_SKIP() << "A small disk can't be mounted here.";
    mounted_ = true;
  }
  void TearDown() override {
    if (mounted_) ::umount2(out().c_str(), MNT_DETACH);
  }
  bool mounted_ = false;
};

TEST_F(FullDisk, IsSaidAndLeavesNoHalfFile) {
  const auto finished = clip(tone("tone.mp3", 60), {"--transcript", written("words.srt", kSpeech).string()});

  EXPECT_THAT(finished, Ended(6, "No space left", "Free some space"));
  EXPECT_THAT(drafts_in(out()), IsEmpty());
}

}  // namespace
}  // namespace podpromo
