// The jail around the real ffmpeg, with every other guard left off: what it is told to open it can't.
#include "media/hostile_media.hpp"
#include "media/made_media.hpp"
#include "media/probe.hpp"
#include "media/run_ffmpeg.hpp"

#include <gmock/gmock.h>

namespace podpromo {

namespace {

using testing::HasSubstr;

bool stands(std::string_view name) {
  return std::ranges::any_of(jail_walls(), [&](const JailWall& wall) { return wall.name == name && wall.stands; });
}

class MediaJail : public MadeMedia {
 protected:
  // Options that let ffmpeg open anything anywhere, `input` decoded to nothing.
  static FfmpegOrder careless(std::vector<std::string> input, std::vector<fs::path> reads) {
    append(input, {"-f", "null", "-"});
    return {.arguments = std::move(input), .reads = std::move(reads)};
  }
  FfmpegOrder list_order(std::vector<fs::path> reads) {
    const fs::path list = written("list.txt", "file '" + (folder_ / "other.wav").string() + "'\n");
    reads.push_back(list);
    return careless({"-protocol_whitelist", "file,http,tcp", "-f", "concat", "-safe", "0", "-i", list.string()}, reads);
  }
  static std::string said(const FfmpegOrder& order) {
    const Done done = run_ffmpeg(order, {});
    return done ? "done" : done.error().detail;
  }
};

class MediaJailOfFiles : public MediaJail {
 protected:
  void SetUp() override {
    if (!stands("Landlock")) GTEST_SKIP() << "This kernel has no Landlock.";
  }
};

class MediaJailOfCalls : public MediaJail {
 protected:
  void SetUp() override {
    if (!stands("seccomp")) GTEST_SKIP() << "This kernel has no filters for system calls.";
  }
};

}  // namespace

TEST_F(MediaJail, LetsFfmpegReadWhatItsOrderNames) {
  const fs::path other = made_of("sine=d=1", "other.wav");
  EXPECT_EQ(said(list_order({other})), "done");
}

TEST_F(MediaJailOfFiles, KeepsAListFromTheFilesItNames) {
  made_of("sine=d=1", "other.wav");
  EXPECT_THAT(said(list_order({})), HasSubstr("Permission denied"));
}

TEST_F(MediaJailOfFiles, KeepsFfmpegFromTheSystemsFiles) {
  EXPECT_THAT(said(careless({"-f", "s16le", "-i", "/etc/passwd"}, {})), HasSubstr("Permission denied"));
}

TEST_F(MediaJailOfFiles, KeepsFfmpegFromWritingElsewhere) {
  const fs::path tone = made_of("sine=d=1", "tone.wav");
  const FfmpegOrder order{.arguments = {"-i", tone.string(), (folder_ / "new.wav").string()}, .reads = {folder_}};
  EXPECT_THAT(said(order), HasSubstr("Permission denied"));
  EXPECT_FALSE(fs::exists(folder_ / "new.wav"));
}

TEST_F(MediaJailOfCalls, KeepsFfmpegFromTheNetwork) {
  const Listener listener;
  const std::string address = "127.0.0.1:" + std::to_string(listener.port());
  for (const std::string& url :
       {"http://" + address, "tcp://" + address, "udp://" + address, "unix:" + (folder_ / "socket").string()})
    EXPECT_NE(said(careless({"-i", url}, {folder_})), "done") << url;
  EXPECT_THAT(said(careless({"-i", "tcp://" + address}, {})), HasSubstr("Operation not permitted"));
  EXPECT_FALSE(listener.was_called());
}

TEST_F(MediaJail, LetsCaptionsFindTheirFonts) {
  written("captions.ass",
          "[Script Info]\nScriptType: v4.00+\nPlayResX: 640\nPlayResY: 360\n[V4+ Styles]\n"
          "Format: Name, Fontname, Fontsize, PrimaryColour\nStyle: Word,Inter,40,&H00FFFFFF\n[Events]\n"
          "Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:01.00,Word,Bees\n");
  const auto log = ffmpeg_log(
      {.arguments = {"-f", "lavfi", "-i", "color=black:s=640x360:d=0.2", "-vf", "ass=captions.ass", "-f", "null", "-"},
       .folder = folder_},
      {});
  ASSERT_TRUE(log) << log.error().detail;
  EXPECT_THAT(*log, HasSubstr("Inter-Regular"));
}

}  // namespace podpromo
