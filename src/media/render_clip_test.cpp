#include "media/render_clip.hpp"

#include "media/clip_sound.hpp"
#include "media/rendered_media.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <gmock/gmock.h>

namespace podpromo {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RenderClip : public RenderedMedia {
 protected:
  // A picture and a voice, four seconds of both.
  fs::path talk(const std::string& name, const std::string& picture = "testsrc2=s=640x360:r=25:d=4",
                std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"-f",      "lavfi",     "-i",       picture,   "-f",   "lavfi",
                                       "-i",      kVoice,      "-t",       "4",       "-c:v", "libx264",
                                       "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"};
    append(arguments, std::move(more));
    return made(name, std::move(arguments));
  }
  fs::path voice(const std::string& name, std::vector<std::string> more = {}) {
    return made_of(kVoice, name, std::move(more));
  }

  static constexpr auto kVoice =
      "aevalsrc='0.2*sin(2*PI*220*t)*(0.6+0.4*sin(2*PI*3*t))+0.05*random(0)*gt(sin(2*PI*2*t),0)':d=4:s=44100";
};

// Where the brightness or the sound first passes half of its largest value.
std::size_t first_loud(const std::vector<float>& samples) {
  const auto loudest = std::ranges::max(samples, {}, [](float s) { return std::abs(s); });
  return static_cast<std::size_t>(
      std::ranges::find_if(samples, [&](float s) { return std::abs(s) > std::abs(loudest) / 2; }) - samples.begin());
}

}  // namespace

TEST_F(RenderClip, MakesAVideoThatPlaysAnywhere) {
  const auto render = rendered(talk("talk.mp4"), {.format = Format::vertical});
  ASSERT_TRUE(render) << render.error().detail;
  EXPECT_EQ(
      probed(out(), "v", "stream=codec_name,profile,width,height,pix_fmt,color_space,r_frame_rate,nb_read_frames"),
      "h264|High|1080|1920|yuv420p|bt709|25/1|50");
  EXPECT_EQ(probed(out(), "a", "stream=codec_name,sample_rate,channels"), "aac|48000|2");
  EXPECT_NEAR(std::stod(probed(out(), "v", "format=duration")), 2.0, 0.041);
  EXPECT_NEAR(render->duration_s, 2.0, 1e-9);
  EXPECT_EQ(render->bytes, fs::file_size(out()));
  EXPECT_EQ(render->file, "clip.mp4");
  EXPECT_EQ(probed(out("clip.jpg"), "v", "stream=codec_name,width,height"), "mjpeg|1080|1920");
  EXPECT_THAT(files_in_out(), ElementsAre("clip.jpg", "clip.mp4"));
}

TEST_F(RenderClip, PutsTheIndexBeforeTheMedia) {
  ASSERT_TRUE(rendered(voice("voice.mp3"), {}));
  const std::string bytes = read_whole(out()).value_or("");
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
}

TEST_F(RenderClip, TellsOfItsProgressWithoutGoingBack) {
  ASSERT_TRUE(rendered(voice("voice.mp3"), {}));
  ASSERT_FALSE(progress_.empty());
  EXPECT_TRUE(std::ranges::is_sorted(progress_));
  EXPECT_DOUBLE_EQ(progress_.back(), 1);
}

TEST_F(RenderClip, GivesTheSameBytesForTheSameOrder) {
  const fs::path picture = talk("talk.mp4");
  const fs::path sound = voice("voice.mp3");
  ASSERT_TRUE(rendered(picture, {.format = Format::vertical}, "a.mp4"));
  ASSERT_TRUE(rendered(picture, {.format = Format::vertical}, "b.mp4"));
  ASSERT_TRUE(rendered(sound, {}, "c.mp4"));
  ASSERT_TRUE(rendered(sound, {}, "d.mp4"));
  EXPECT_TRUE(read_whole(out("a.mp4")) == read_whole(out("b.mp4")));
  EXPECT_TRUE(read_whole(out("a.jpg")) == read_whole(out("b.jpg")));
  EXPECT_TRUE(read_whole(out("c.mp4")) == read_whole(out("d.mp4")));
}

TEST_F(RenderClip, HoldsNoiseToARateAndGivesTheSameBytesEachTime) {
  const fs::path noise = talk("noise.mkv", "color=gray:s=1280x720:r=25:d=2,noise=alls=90:allf=t");
  ASSERT_TRUE(rendered(noise, {.end = 2, .format = Format::wide, .words = ""}, "a.mp4"));
  EXPECT_TRUE(std::ranges::is_sorted(progress_));
  ASSERT_TRUE(rendered(noise, {.end = 2, .format = Format::wide, .words = ""}, "b.mp4"));
  EXPECT_TRUE(read_whole(out("a.mp4")) == read_whole(out("b.mp4")));
  EXPECT_LT(fs::file_size(out("a.mp4")), 2 * 2'000'000u);
  EXPECT_GT(fs::file_size(out("a.mp4")), 2 * 1'000'000u);
}

TEST_F(RenderClip, KeepsPictureAndSoundTogetherAndStartsOnTheFrame) {
  const fs::path media =
      made("flash.mp4", {"-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=6", "-f", "lavfi", "-i",
                         "aevalsrc='if(between(t,3.0,3.1),0.5*sin(2*PI*1000*t),0.0005*sin(2*PI*200*t))':d=6:s=48000",
                         "-vf", "drawbox=c=white:t=fill:enable='between(t,2.99,3.09)'", "-c:v", "libx264", "-g", "250",
                         "-pix_fmt", "yuv420p", "-c:a", "aac"});
  ASSERT_TRUE(rendered(media, {.start = 2.0, .end = 5.0, .words = ""}));
  // The flash is the 25th frame after the start, the beep begins with it.
  EXPECT_LT(frame(out(), 0.945, {8, 8}).at(4, 4).green, 40);
  EXPECT_GT(frame(out(), 0.985, {8, 8}).at(4, 4).green, 200);
  EXPECT_NEAR(static_cast<double>(first_loud(samples(out()))) / 48000, 1.0, 0.004);
}

TEST_F(RenderClip, BurnsTheCaptionsIn) {
  const fs::path media = talk("talk.mp4", "color=0x204060:s=640x360:r=25:d=4");
  ASSERT_TRUE(rendered(media, {.format = Format::wide, .words = "decided decided decided"}, "with.mp4"));
  ASSERT_TRUE(rendered(media, {.format = Format::wide, .words = ""}, "without.mp4"));
  const Image with = frame(out("with.mp4"), 0.8, {1920, 1080});
  const Image without = frame(out("without.mp4"), 0.8, {1920, 1080});
  const auto white = [](const Image& image) {
    std::size_t count = 0;
    for (int y = 700; y < 1000; ++y)
      for (int x = 0; x < 1920; ++x) count += image.at(x, y).red > 230 ? 1 : 0;
    return count;
  };
  EXPECT_EQ(white(without), 0u);
  EXPECT_GT(white(with), 3000u);
}

TEST_F(RenderClip, TakesOddSourcesAsTheyCome) {
  const std::vector<std::pair<fs::path, std::string>> sources{
      {talk("odd.mkv", "testsrc2=s=322x178:r=30000/1001:d=4"), "30000/1001|60"},
      {talk("fast.mp4", "testsrc2=s=320x180:r=60:d=4"), "30/1|60"},
      {talk("tall.mp4", "testsrc2=s=180x320:r=24:d=4"), "24/1|48"},
      {talk("stretched.mp4", "testsrc2=s=320x180:r=25:d=4,setsar=4/3"), "25/1|50"},
      {talk("late.mkv", "testsrc2=s=320x180:r=25:d=1.5"), "25/1|50"},
      {talk("changing.mkv", "testsrc2=s=320x180:r=30:d=4,select='not(mod(n,2))+lt(n,40)'", {"-vsync", "vfr"}),
       "30/1|60"}};
  for (const auto& [media, rate_and_frames] : sources) {
    const auto render = rendered(media, {.format = Format::square});
    ASSERT_TRUE(render) << media << render.error().detail;
    EXPECT_EQ(probed(out(), "v", "stream=width,height,r_frame_rate,nb_read_frames"), "1080|1080|" + rate_and_frames)
        << media;
    EXPECT_NEAR(static_cast<double>(samples(out()).size()) / 48000, 2.0, 0.03) << media;
  }
}

TEST_F(RenderClip, TurnsARotatedPictureUpright) {
  const fs::path lying = talk("lying.mp4", "color=red:s=320x180:r=25:d=4,drawbox=w=160:h=180:c=blue:t=fill");
  const fs::path turned = made("turned.mp4", {"-i", lying.string(), "-c", "copy", "-metadata:s:v", "rotate=90"});
  ASSERT_TRUE(rendered(turned, {.format = Format::vertical, .words = "", .title = "", .show = ""}));
  // Blue was left and is now above or below: top and bottom differ, left and right do not.
  const Image upright = frame(out(), 1, {9, 16});
  EXPECT_NE(upright.at(4, 1).blue > 128, upright.at(4, 14).blue > 128);
  EXPECT_EQ(upright.at(1, 4).blue > 128, upright.at(7, 4).blue > 128);
}

TEST_F(RenderClip, TakesAnySoundTrack) {
  const std::vector<fs::path> sources{made_of("sine=f=300:d=4,aformat=channel_layouts=mono", "mono.wav"),
                                      made_of("sine=f=300:d=4,pan=5.1|FC=c0", "surround.flac"),
                                      made_of("sine=f=300:d=4:r=44100", "cd.mp3"),
                                      made_of("sine=f=300:d=4", "voice.opus")};
  for (const fs::path& media : sources) {
    const auto render = rendered(media, {});
    ASSERT_TRUE(render) << media << render.error().detail;
    EXPECT_NEAR(render->loudness_lufs.value_or(0), kTargetLufs, kLoudnessTolerance) << media;
    EXPECT_LE(render->true_peak_dbtp.value_or(0), kHighestPeakDbtp) << media;
    EXPECT_EQ(probed(out(), "a", "stream=sample_rate,channels"), "48000|2");
  }
}

TEST_F(RenderClip, CopesWithAnyName) {
  const fs::path media = voice("a b'c\"d:e[f],g;h%i\\j=k.mp3");
  const auto render = rendered(media, {}, "out put's [x]:%d;y.mp4");
  ASSERT_TRUE(render) << render.error().detail;
  EXPECT_THAT(files_in_out(), ElementsAre("out put's [x]:%d;y.jpg", "out put's [x]:%d;y.mp4"));
}

TEST_F(RenderClip, LeavesNothingWhenStoppedInTheMiddle) {
  std::stop_source stop;
  on_progress_ = [&](double done) { done > 0.1 ? stop.request_stop() : false; };
  const auto render = rendered(talk("talk.mp4"), {.end = 4, .format = Format::vertical}, "clip.mp4", stop.get_token());
  ASSERT_FALSE(render);
  EXPECT_EQ(render.error().fault, Fault::cancelled);
  EXPECT_LT(progress_.back(), 1);
  EXPECT_THAT(files_in_out(), IsEmpty());
}

TEST_F(RenderClip, CleansTheTemporaryFolder) {
  const fs::path sound = voice("voice.mp3");
  const fs::path temporary = folder_ / "temporary";
  fs::create_directory(temporary);
  ::setenv("TMPDIR", temporary.c_str(), 1);
  const auto render = rendered(sound, {.end = 1});
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(render) << render.error().detail;
  EXPECT_TRUE(fs::is_empty(temporary));
}

TEST_F(RenderClip, RefusesAClipBeyondTheEnd) {
  const auto render = rendered(voice("voice.mp3"), {.start = 30, .end = 40});
  ASSERT_FALSE(render);
  EXPECT_EQ(render.error().fault, Fault::bad_request);
}

TEST_F(RenderClip, DrawsTheAudiogramInEveryFormat) {
  const fs::path sound = voice("voice.mp3");
  for (const Format format : kFormats) {
    const auto render = rendered(sound, {.start = 0.5, .end = 1.5, .format = format});
    ASSERT_TRUE(render) << render.error().detail;
    const FrameSize size = frame_size(format);
    EXPECT_EQ(probed(out(), "v", "stream=width,height,r_frame_rate,nb_read_frames"),
              std::to_string(size.width) + "|" + std::to_string(size.height) + "|30/1|30");
  }
}

TEST_F(RenderClip, MovesTheWaveWithTheVoice) {
  ASSERT_TRUE(rendered(voice("voice.mp3"), {.words = ""}));
  const Image early = frame(out(), 0.5, {1080, 1080});
  const Image later = frame(out(), 1.0, {1080, 1080});
  EXPECT_NE(cut_out(early, {90, 900, 900, 110}).bytes, cut_out(later, {90, 900, 900, 110}).bytes);
}

TEST_F(RenderClip, ShowsTheCover) {
  const fs::path sound = voice("voice.mp3");
  const fs::path cover = made_of("color=0x20c040:s=400x300", "cover.png", {"-frames:v", "1"});
  const fs::path media = made("covered.mp3", {"-i", sound.string(), "-i", cover.string(), "-map", "0:a", "-map", "1:v",
                                              "-c", "copy", "-disposition:v", "attached_pic"});
  ASSERT_TRUE(rendered(media, {.format = Format::vertical}));
  const Colour in_cover = frame(out(), 1, {1080, 1920}).at(540, 480);
  EXPECT_NEAR(in_cover.red, 0x20, 8);
  EXPECT_NEAR(in_cover.green, 0xc0, 8);
}

TEST_F(RenderClip, FindsItsFonts) {
  const std::string ass = karaoke_ass(spoken("Nobody decides."), Format::square);
  written("captions.ass", ass);
  const auto finished = run({.program = "ffmpeg",
                             .arguments = {"-v", "verbose", "-f", "lavfi", "-i", "color=s=108x108:d=1", "-vf",
                                           "ass=captions.ass", "-f", "null", "-"},
                             .working_folder = folder_});
  ASSERT_TRUE(finished);
  EXPECT_THAT(finished->error_tail, HasSubstr("(Inter Display Extra Bold, 700, 0) -> "));
  EXPECT_THAT(finished->error_tail, HasSubstr("InterDisplay-ExtraBold"));
}

}  // namespace podpromo
