#include "media/probe.hpp"

#include "media/made_media.hpp"

#include <sys/stat.h>

#include <gmock/gmock.h>

namespace podpromo {

namespace {

using testing::HasSubstr;

using Probe = MadeMedia;

}  // namespace

TEST(GuardedInput, NamesTheFileSoThatItIsNeverAnOptionOrAProtocol) {
  EXPECT_EQ(guarded_input("/data/-y").back(), "file:/data/-y");
  EXPECT_EQ(guarded_input("/data/concat:a|b").back(), "file:/data/concat:a|b");
  EXPECT_EQ(guarded_input("http:/x/y.mp3").back(), "file:" + (fs::current_path() / "http:/x/y.mp3").string());
}

TEST(GuardedInput, AllowsOnlyFilesOfTheTypesWeTake) {
  EXPECT_EQ(guarded_input("/a"), (std::vector<std::string>{"-protocol_whitelist", "file", "-format_whitelist",
                                                           "mp3,wav,mov,aac,flac,ogg,matroska,avi", "-max_pixels",
                                                           "33177600", "-i", "file:/a"}));
}

TEST_F(Probe, FindsSoundTagsAndDuration) {
  const auto facts = probe(made_of("sine=d=2:r=44100", "tone.mp3",
                                   {"-ac", "2", "-metadata", "title= Rain \n", "-metadata", "album=Weather talk"}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(facts->container, "mp3");
  EXPECT_EQ(facts->sound, (SoundTrack{"mp3", 2, 44100, 0, 0, facts->declared_duration_s}));
  EXPECT_EQ(facts->title, "Rain");
  EXPECT_EQ(facts->show, "Weather talk");
  EXPECT_NEAR(facts->declared_duration_s, 2, 0.06);
  EXPECT_EQ(facts->bytes, fs::file_size(folder_ / "tone.mp3"));
  EXPECT_FALSE(facts->picture);
  EXPECT_FALSE(facts->has_cover);
}

TEST_F(Probe, FindsTagsThatBelongToTheTrackAndTheArtistWhenThereIsNoAlbum) {
  const auto facts =
      probe(made_of("sine=d=1", "tone.opus", {"-metadata", "title=Rain", "-metadata", "artist=Ann and Ben"}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(facts->title, "Rain");
  EXPECT_EQ(facts->show, "Ann and Ben");
}

TEST_F(Probe, FindsPeopleAndWhatTheEpisodeIsAbout) {
  const auto facts = probe(
      made_of("sine=d=1", "tone.m4a",
              {"-metadata", "artist=Ann", "-metadata", "album_artist=Ann", "-metadata", "composer=Ben", "-metadata",
               "description=On rain", "-metadata", "synopsis=On rain, and Okafor", "-metadata", "comment=rain"}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(facts->people, (std::vector<std::string>{"Ann", "Ben"}));
  EXPECT_EQ(facts->description, "On rain\nOn rain, and Okafor");
}

TEST_F(Probe, TakesACoverForNoPicture) {
  const fs::path cover = made_of("color=red:s=64x64", "cover.png", {"-frames:v", "1"});
  const auto facts = probe(made_of("sine=d=1", "tone.mp3", {"-i", cover.string(), "-map", "0", "-map", "1"}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_FALSE(facts->picture);
  EXPECT_TRUE(facts->has_cover);
}

TEST_F(Probe, GivesThePictureAsItIsShown) {
  const auto upright =
      probe(made_of("testsrc=d=1:s=320x240:r=25", "upright.mp4", {"-f", "lavfi", "-i", "sine=d=1", "-c:v", "mpeg4"}));
  ASSERT_TRUE(upright) << upright.error().detail;
  EXPECT_EQ(upright->picture, (Picture{"mpeg4", 320, 240, 25}));

  const auto turned = probe(
      made("turned.mp4", {"-i", (folder_ / "upright.mp4").string(), "-c", "copy", "-metadata:s:v:0", "rotate=90"}));
  ASSERT_TRUE(turned) << turned.error().detail;
  EXPECT_EQ(turned->picture, (Picture{"mpeg4", 240, 320, 25}));

  const auto wide = probe(made(
      "wide.mp4", {"-i", (folder_ / "upright.mp4").string(), "-c:v", "mpeg4", "-vf", "setsar=4/3", "-c:a", "copy"}));
  ASSERT_TRUE(wide) << wide.error().detail;
  EXPECT_EQ(wide->picture, (Picture{"mpeg4", 427, 240, 25}));
}

TEST_F(Probe, ChoosesTheDefaultTrackAndSaysWhereItBegins) {
  const auto facts = probe(made_of("testsrc=d=3:s=64x64", "two.mkv",
                                   {"-f",
                                    "lavfi",
                                    "-i",
                                    "sine=d=2:r=8000",
                                    "-itsoffset",
                                    "1.5",
                                    "-f",
                                    "lavfi",
                                    "-i",
                                    "sine=d=1.5:r=48000",
                                    "-map",
                                    "0",
                                    "-map",
                                    "1",
                                    "-map",
                                    "2",
                                    "-c:a",
                                    "flac",
                                    "-disposition:a:0",
                                    "0",
                                    "-disposition:a:1",
                                    "default"}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(facts->sound->track, 1);
  EXPECT_EQ(facts->sound->sample_rate_hz, 48000);
  EXPECT_NEAR(facts->sound->start_s, 1.5, 0.01);
}

TEST_F(Probe, SaysThatAFileIsEmpty) {
  const auto facts = probe(written("empty.mp3", ""));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::unreadable_media);
  EXPECT_EQ(facts.error().reason, "the file is empty");
}

TEST_F(Probe, SaysThatAFileIsNotThere) {
  const auto facts = probe(folder_ / "missing.mp3");
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::not_found);
}

TEST_F(Probe, RefusesWhatIsNoFile) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe.mp3").c_str(), 0600), 0);
  for (const fs::path& place : {folder_, folder_ / "pipe.mp3"}) {
    const auto facts = probe(place);
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().fault, Fault::bad_request);
  }
}

TEST_F(Probe, RefusesATextNamedLikeSound) {
  const auto facts = probe(written("text.mp3", std::string(9000, 'x') + "\nno sound here\n"));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::unsupported_media);
  EXPECT_THAT(facts.error().remedy, HasSubstr("mp3, wav, m4a"));
}

TEST_F(Probe, SaysThatAnMp4LacksItsIndex) {
  const auto facts = probe(cut(made_of("sine=d=20", "tone.mp4", {"-c:a", "aac"}), 0.6));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::unreadable_media);
  EXPECT_EQ(facts.error().reason, "the file is incomplete: its index is missing");
}

TEST_F(Probe, SaysThatThereIsNoSound) {
  const auto facts = probe(made_of("testsrc=d=1:s=64x64", "silent.mp4"));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::unreadable_media);
  EXPECT_EQ(facts.error().reason, "this file has no sound track");
}

TEST_F(Probe, RefusesPlaylistsThatNameOtherFiles) {
  const fs::path secret = made_of("sine=d=1", "secret.mp3");
  const std::string hls =
      "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret.string() + "\n#EXT-X-ENDLIST\n";
  const std::string concat = "ffconcat version 1.0\nfile secret.mp3\n";
  for (const std::string& playlist : {hls, concat})
    for (const std::string name : {"list.mp4", "list.mp3", "list.m3u8", "list.ffconcat"}) {
      const auto facts = probe(written(name, playlist));
      ASSERT_FALSE(facts) << name;
      EXPECT_EQ(facts.error().fault, Fault::unsupported_media);
    }
}

TEST_F(Probe, RefusesMediaOfAKindWeDontTake) {
  const auto facts = probe(made_of("sine=d=1", "tone.ts", {"-c:a", "mp2"}));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().fault, Fault::unsupported_media);
}

TEST_F(Probe, ReadsFilesWithNamesThatLookLikeSomethingElse) {
  for (const std::string name : {"-y.mp3", "concat:a|b.mp3", "a%20b 'c' \"d\".mp3", "日本.mp3", "pipe:0.mp3"}) {
    const auto facts = probe(written(name, read_whole(made_of("sine=d=1", "tone.mp3")).value_or("")));
    EXPECT_TRUE(facts) << name << ": " << facts.error().detail;
  }
}

TEST(FactsFromProbe, FailsOnWhatIsNoReport) {
  for (const std::string_view text : {"", "{", "[]", "{}", R"({"format":3})", R"({"format":{},"streams":{}})"}) {
    const auto facts = facts_from_probe(text);
    ASSERT_FALSE(facts) << text;
    EXPECT_EQ(facts.error().fault, Fault::unreadable_media);
  }
}

TEST(FactsFromProbe, SaysThatProtectedSoundCantBeDecoded) {
  const auto facts = facts_from_probe(
      R"({"streams":[{"codec_type":"audio","codec_tag_string":"drms","channels":2,"sample_rate":"44100"}],"format":{}})");
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().reason, "the sound in this file can't be decoded");
}

TEST(FactsFromProbe, DoesNotBelieveImpossibleNumbers) {
  const auto facts = facts_from_probe(
      R"({"streams":[{"codec_type":"audio","codec_name":"mp3","channels":2,"sample_rate":"44100","duration":"nan"},
          {"codec_type":"video","codec_name":"h264","width":100,"height":50,"sample_aspect_ratio":"1:999999",
           "avg_frame_rate":"0/0","r_frame_rate":"30000/1001"}],
          "format":{"duration":"1e300","size":"-5","start_time":"N/A"}})");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->declared_duration_s, 3'600'000);
  EXPECT_EQ(facts->bytes, 0u);
  EXPECT_EQ(facts->picture->width, 100);
  EXPECT_NEAR(facts->picture->frames_per_s, 29.97, 0.01);
}

TEST(FactsFromProbe, TakesNoNumberThatFitsNowhere) {
  const auto facts = facts_from_probe(
      R"({"streams":[{"codec_type":"audio","codec_name":"mp3","channels":2,"sample_rate":"1e300"},
          {"codec_type":"audio","codec_name":"mp3","channels":8589934594,"sample_rate":"44100"},
          {"codec_type":"audio","codec_name":"aac","channels":2,"sample_rate":"44100"},
          {"codec_type":"video","codec_name":"h264","width":100,"height":50,"avg_frame_rate":"1e300/1e-300"}],
          "format":{"size":"1e300"}})");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->sound, (SoundTrack{"aac", 2, 44100, 2, 0}));
  EXPECT_EQ(facts->bytes, 0u);
  EXPECT_EQ(facts->picture->frames_per_s, 0);
}

TEST(FactsFromProbe, CutsAnEndlessTitleAtAWholeCharacter) {
  std::string title = "a";
  for (int i = 0; i < 400; ++i) title += "é";
  const auto facts = facts_from_probe(
      R"({"streams":[{"codec_type":"audio","codec_name":"mp3","channels":1,"sample_rate":"8000","tags":{"TITLE":")" +
      title + R"("}}],"format":{}})");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->title.size(), 299u);
}

}  // namespace podpromo
