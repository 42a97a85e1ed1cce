#include "media/sniff.hpp"

#include "media/made_media.hpp"

namespace podpromo {

namespace {

std::string beginning(const fs::path& file) { return read_whole(file).value_or("").substr(0, kSniffBytes); }

using Sniff = MadeMedia;

}  // namespace

TEST(AcceptedTypes, AreTwelveAndNamedForPeople) {
  EXPECT_EQ(accepted_extensions_text(), "mp3, wav, m4a, aac, flac, ogg, opus, mp4, mov, mkv, webm, avi");
}

TEST(AcceptedTypes, AreKnownByTheExtensionWhateverItsCase) {
  EXPECT_TRUE(is_accepted_extension("episode.mp3"));
  EXPECT_TRUE(is_accepted_extension("Episode 12.final.WebM"));
  EXPECT_FALSE(is_accepted_extension("episode.m3u8"));
  EXPECT_FALSE(is_accepted_extension("mp3"));
  EXPECT_FALSE(is_accepted_extension(".mp3"));
  EXPECT_FALSE(is_accepted_extension("episode."));
}

TEST_F(Sniff, TellsEveryAcceptedTypeThatFfmpegMakes) {
  for (const MediaType& type : accepted_media_types()) {
    const fs::path file = made_of("sine=d=0.5", "tone." + std::string(type.extension));
    EXPECT_EQ(media_kind(beginning(file)), type.extension);
  }
}

TEST_F(Sniff, TellsMp3WithoutTags) {
  const fs::path file = made_of("sine=d=0.5", "tone.mp3", {"-id3v2_version", "0", "-write_xing", "0"});
  EXPECT_EQ(media_kind(beginning(file)), "mp3");
  EXPECT_EQ(media_kind(std::string(100, '\0') + beginning(file)), "mp3");
  EXPECT_EQ(media_kind(beginning(made_of("sine=d=0.5:r=11025", "low.mp3", {"-id3v2_version", "0"}))), "mp3");
}

TEST(MediaKind, TellsQuickTimeFilesFromBeforeTheFileTypeBox) {
  EXPECT_EQ(media_kind(std::string_view("\0\0\0\x08wide\0\0\x10\0mdat", 16)), "mov");
}

TEST(MediaKind, RefusesWhatIsNone) {
  for (const std::string_view text :
       {std::string_view("#EXTM3U\n"), std::string_view("ffconcat version 1.0\n"), std::string_view("<html>"),
        std::string_view("\xFF\xFE\x48\0\x69\0", 6), std::string_view("\xFF\xFBnot a frame"), std::string_view(),
        std::string_view("RIFF\0\0\0\0WEBP", 12), std::string_view("\0\0\0\0", 4), std::string_view("PK\x03\x04")}) {
    const auto kind = media_kind(text);
    ASSERT_FALSE(kind) << text;
    EXPECT_EQ(kind.error().fault, Fault::unsupported_media);
  }
}

}  // namespace podpromo
