#include "media/extract_sound.hpp"

#include "media/made_media.hpp"
#include "media/probe.hpp"
#include "media/wav_file.hpp"

#include <sys/mount.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <span>

#include <gmock/gmock.h>

namespace podpromo {

namespace {

using testing::Each;
using testing::Gt;

class ExtractSound : public MadeMedia {
 protected:
  Result<Sound> extract(const fs::path& media) {
    PODPROMO_TRY(facts, probe(media));
    return extract_sound(media, facts, wav_);
  }
  // Root mean square of the extracted sound from second `from` to `to`, relative to full scale.
  double level(double from, double to) {
    const std::string bytes = read_whole(wav_).value_or("").erase(0, 44);  // the header's
    std::vector<std::int16_t> all(bytes.size() / 2);
    std::memcpy(all.data(), bytes.data(), 2 * all.size());
    const auto first = static_cast<std::size_t>(from * kSoundRate), last = static_cast<std::size_t>(to * kSoundRate);
    const auto samples = std::span(all).subspan(first, std::min(last, all.size()) - first);
    double sum = 0;
    for (const double sample : samples) sum += sample * sample;
    return std::sqrt(sum / static_cast<double>(samples.size())) / 32768;
  }
  fs::path wav_ = folder_ / "out" / "sound.wav";
};

// Tones with an amplitude of one half; 0.354 is their root mean square.
constexpr auto kTone = "aevalsrc=0.5*sin(2*PI*440*t):d=5:s=44100";
constexpr double kToneLevel = 0.3536;

}  // namespace

TEST_F(ExtractSound, GivesAWavOfTheWholeSound) {
  const auto sound = extract(made_of(kTone, "tone.flac"));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.001);
  EXPECT_FALSE(sound->cut_short);
  EXPECT_EQ(fs::file_size(wav_), 44 + 2 * static_cast<std::uintmax_t>(std::lround(sound->duration_s * kSoundRate)));
  EXPECT_NEAR(level(0, 5), kToneLevel, 0.005);

  const auto facts = probe(wav_);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->sound, (SoundTrack{"pcm_s16le", 1, 16000, 0, 0, facts->declared_duration_s}));
  EXPECT_NEAR(facts->declared_duration_s, 5, 0.001);
}

TEST_F(ExtractSound, ReadsEveryAcceptedType) {
  for (const std::string name : {"a.mp3", "a.wav", "a.m4a", "a.aac", "a.flac", "a.ogg", "a.opus", "a.mp4", "a.mov",
                                 "a.mkv", "a.webm", "a.avi"}) {
    const auto sound = extract(made_of(kTone, name));
    ASSERT_TRUE(sound) << name << ": " << sound.error().detail;
    EXPECT_NEAR(sound->duration_s, 5, 0.07) << name;
    EXPECT_NEAR(level(1, 4), kToneLevel, 0.02) << name;
    EXPECT_FALSE(sound->cut_short) << name;
  }
}

TEST_F(ExtractSound, DrawsThePeaksTwentyTimesASecond) {
  const auto sound = extract(made_of("aevalsrc=if(lt(t\\,1)\\,0.25\\,if(lt(t\\,2)\\,0\\,-1)):d=2.52:s=16000",
                                     "steps.wav", {"-c:a", "pcm_s16le"}));
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->peaks_per_s, 20);
  ASSERT_EQ(sound->peaks.size(), 51u);
  EXPECT_EQ(sound->peaks[5], 64);
  EXPECT_EQ(sound->peaks[30], 0);
  EXPECT_EQ(sound->peaks[45], 255);
}

// EBU Tech 3341, minimum requirements, case 1: a stereo sine of 1 kHz at −23 dBFS reads −23.0 ± 0.1 LUFS.
TEST_F(ExtractSound, MeasuresTheLoudnessOfTheReferenceTone) {
  const auto sound =
      extract(made_of("aevalsrc=0.0707946*sin(2*PI*1000*t)|0.0707946*sin(2*PI*1000*t):d=20:s=48000", "reference.wav"));
  ASSERT_TRUE(sound);
  ASSERT_TRUE(sound->loudness_lufs);
  EXPECT_NEAR(*sound->loudness_lufs, -23, 0.1);
}

TEST_F(ExtractSound, HasNoLoudnessForSilence) {
  const auto sound = extract(made_of("anullsrc=d=3", "silence.wav", {"-t", "3"}));
  ASSERT_TRUE(sound);
  EXPECT_FALSE(sound->loudness_lufs);
  EXPECT_THAT(sound->peaks, Each(0));
}

TEST_F(ExtractSound, HearsStereoWhoseChannelsAreOpposite) {
  ASSERT_TRUE(extract(made_of("aevalsrc=0.5*sin(2*PI*440*t)|-0.5*sin(2*PI*440*t):d=5:s=44100", "opposite.mp3")));
  EXPECT_NEAR(level(1, 4), kToneLevel, 0.02);
}

TEST_F(ExtractSound, HearsStereoWithOneSilentSide) {
  ASSERT_TRUE(extract(made_of("aevalsrc=0|0.5*sin(2*PI*440*t):d=5:s=44100", "right.mp3")));
  EXPECT_NEAR(level(1, 4), kToneLevel, 0.02);
}

TEST_F(ExtractSound, HearsTheCentreOfSixChannels) {
  ASSERT_TRUE(extract(made_of("aevalsrc=0|0|0.5*sin(2*PI*440*t)|0|0|0:c=5.1:d=5:s=48000", "six.flac")));
  EXPECT_GT(level(1, 4), 0.08);
}

TEST_F(ExtractSound, HearsManyChannelsAndFewSamples) {
  const auto sound = extract(made_of("aevalsrc=0.5*sin(2*PI*440*t):d=5:s=8000", "odd.wav",
                                     {"-af", "pan=7c|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.002);
  EXPECT_GT(level(1, 4), 0.08);
}

TEST_F(ExtractSound, HearsSpeexWhichDoesNotNameItsChannels) {
  const auto sound = extract(
      made_of("aevalsrc=0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t):d=5:s=32000", "speex.ogg", {"-c:a", "libspeex"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(level(1, 4), kToneLevel, 0.03);
}

TEST_F(ExtractSound, PadsASoundThatBeginsAfterThePicture) {
  const auto sound = extract(made("late.mp4", {"-itsoffset", "1.5", "-f", "lavfi", "-i", kTone, "-f", "lavfi", "-i",
                                               "testsrc=d=7:s=64x64", "-c:a", "aac", "-c:v", "mpeg4"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 6.5, 0.05);
  EXPECT_LT(level(0, 1.4), 0.001);
  EXPECT_NEAR(level(1.6, 6.4), kToneLevel, 0.02);
}

TEST_F(ExtractSound, FillsGapsInTheTimeLine) {
  const auto sound =
      extract(made_of(kTone, "gap.mkv", {"-af", "aselect=not(between(t\\,2\\,3))", "-c:a", "pcm_s16le"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.01);
  EXPECT_LT(level(2.2, 2.8), 0.001);
  EXPECT_NEAR(level(3.3, 4.9), kToneLevel, 0.02);
}

TEST_F(ExtractSound, KeepsTheTimeLineWhenTheFormatChangesMidway) {
  const fs::path talk = made_of("aevalsrc=0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t):d=4:s=44100", "talk.mp3",
                                {"-write_xing", "0", "-id3v2_version", "0"});
  const fs::path advertisement =
      made_of("aevalsrc=0.5*sin(2*PI*880*t):d=2:s=22050", "ad.mp3", {"-write_xing", "0", "-id3v2_version", "0"});
  const std::string bytes = read_whole(talk).value_or("");
  const auto sound = extract(written("mixed.mp3", bytes + read_whole(advertisement).value_or("") + bytes));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 10, 0.3);
  EXPECT_NEAR(level(7, 9.5), kToneLevel, 0.02);
  ASSERT_TRUE(sound->loudness_lufs);
  EXPECT_NEAR(*sound->loudness_lufs, -7.6, 0.1);  // eight seconds of -7.2, two of -9.7
  EXPECT_FALSE(sound->cut_short);
}

TEST_F(ExtractSound, ListensToTheTrackThatTheFactsName) {
  const fs::path two = made_of("anullsrc=d=5", "two.mkv",
                               {"-f", "lavfi", "-i", kTone, "-map", "0", "-map", "1", "-t", "5", "-c:a", "flac",
                                "-disposition:a:0", "0", "-disposition:a:1", "default"});
  ASSERT_TRUE(extract(two));
  EXPECT_NEAR(level(1, 4), kToneLevel, 0.02);
}

TEST_F(ExtractSound, IgnoresCovers) {
  const fs::path cover = made_of("color=red:s=64x64", "cover.png", {"-frames:v", "1"});
  const auto sound = extract(made_of(kTone, "tone.mp3", {"-i", cover.string(), "-map", "0", "-map", "1"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.05);
}

class CutFile : public ExtractSound, public testing::WithParamInterface<std::vector<std::string>> {};

TEST_P(CutFile, GivesWhatItHasAndSaysSo) {
  const auto& [name, options] = std::pair(GetParam().front(), std::vector(GetParam().begin() + 1, GetParam().end()));
  const auto sound = extract(cut(made_of("aevalsrc=0.5*sin(2*PI*440*t):d=60:s=44100", name, options), 0.5));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 30, 5);
  EXPECT_TRUE(sound->cut_short);
}

INSTANTIATE_TEST_SUITE_P(WithAnIndex, CutFile,
                         testing::Values(std::vector<std::string>{"a.mp4", "-movflags", "+faststart"},
                                         std::vector<std::string>{"a.mp3"}, std::vector<std::string>{"a.wav"},
                                         std::vector<std::string>{"a.flac"}, std::vector<std::string>{"a.mkv"},
                                         std::vector<std::string>{"a.avi"}));

TEST_F(ExtractSound, DoesNotCallAGuessedDurationABrokenPromise) {
  const fs::path file =
      made_of("aevalsrc=if(lt(t\\,10)\\,random(0)\\,0):d=40:s=44100", "guess.mp3", {"-q:a", "2", "-write_xing", "0"});
  const auto sound = extract(file);
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 40, 0.1);
  EXPECT_FALSE(sound->cut_short);
}

TEST_F(ExtractSound, DoesNotMindAWavWrittenToAPipe) {
  const auto finished = run(
      {.program = "ffmpeg", .arguments = {"-loglevel", "error", "-f", "lavfi", "-i", kTone, "-f", "wav", "pipe:1"}});
  ASSERT_TRUE(finished);
  const auto sound = extract(written("piped.wav", finished->output));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.001);
  EXPECT_FALSE(sound->cut_short);
}

TEST_F(ExtractSound, DoesNotMindASoundThatEndsBeforeThePicture) {
  const auto sound =
      extract(made("short.mkv", {"-f", "lavfi", "-i", kTone, "-f", "lavfi", "-i", "testsrc=d=20:s=64x64"}));
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_NEAR(sound->duration_s, 5, 0.05);
  EXPECT_FALSE(sound->cut_short);
}

TEST_F(ExtractSound, FailsWhenNotOneSampleCanBeDecoded) {
  std::string noise(100'000, '\0');
  std::ranges::generate(
      noise, [seed = 1u]() mutable { return static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24); });
  MediaFacts facts;
  facts.sound = SoundTrack{"mp3", 2, 44100};
  const auto sound = extract_sound(written("noise.mp3", noise), facts, wav_);
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().fault, Fault::unreadable_media);
  EXPECT_FALSE(fs::exists(wav_));
  EXPECT_TRUE(fs::is_empty(wav_.parent_path()));
}

TEST_F(ExtractSound, RefusesPlaylists) {
  made_of("sine=d=1", "secret.mp3");
  MediaFacts facts;
  facts.sound = SoundTrack{"mp3", 1, 44100};
  const auto sound = extract_sound(written("list.mp3", "ffconcat version 1.0\nfile secret.mp3\n"), facts, wav_);
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().fault, Fault::unreadable_media);
}

TEST_F(ExtractSound, TellsHowFarItIs) {
  const fs::path file = made_of("sine=d=60", "minute.mp3");
  const auto facts = probe(file);
  ASSERT_TRUE(facts);
  std::vector<double> heard;
  ASSERT_TRUE(extract_sound(file, *facts, wav_, [&](double seconds) { heard.push_back(seconds); }));
  EXPECT_TRUE(std::ranges::is_sorted(heard));
  EXPECT_THAT(heard, testing::SizeIs(Gt(2u)));
  EXPECT_LE(heard.back(), 60.1);
}

TEST_F(ExtractSound, StopsWhenAskedAndLeavesNothing) {
  const fs::path file = made_of("sine=d=600", "long.wav");
  const auto facts = probe(file);
  ASSERT_TRUE(facts);
  std::stop_source stop;
  const auto sound = extract_sound(file, *facts, wav_, [&](double) { stop.request_stop(); }, stop.get_token());
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().fault, Fault::cancelled);
  EXPECT_TRUE(fs::is_empty(wav_.parent_path()));
}

TEST_F(ExtractSound, GivesTheSameBytesEachTime) {
  const fs::path file = made_of("aevalsrc=random(0)|random(1):d=5:s=44100", "noise.m4a");
  ASSERT_TRUE(extract(file));
  const auto first = read_whole(wav_);
  ASSERT_TRUE(extract(file));
  EXPECT_EQ(first, read_whole(wav_));
}

TEST_F(ExtractSound, SaysThatTheDiskIsFull) {
  const fs::path small = folder_ / "small";
  fs::create_directory(small);
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=256k") != 0)
    GTEST_SKIP() << "This test needs the right to mount a small disk.";
  const fs::path file = made_of("sine=d=60", "minute.mp3");
  const auto facts = probe(file);
  const auto sound = facts ? extract_sound(file, *facts, small / "sound.wav") : failure(facts.error());
  const bool left_nothing = fs::is_empty(small);
  ::umount(small.c_str());
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().fault, Fault::no_space);
  EXPECT_TRUE(left_nothing);
}

TEST_F(ExtractSound, RefusesMoreThanADay) {
  const fs::path file = made_of("sine=d=1", "tone.wav");
  auto facts = probe(file);
  ASSERT_TRUE(facts);
  facts->sound->start_s = 25 * 3600;
  const auto sound = extract_sound(file, *facts, wav_);
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().fault, Fault::too_large);
  EXPECT_TRUE(fs::is_empty(wav_.parent_path()));
}

}  // namespace podpromo
