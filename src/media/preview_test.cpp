#include "media/rendered_media.hpp"

#include <gmock/gmock.h>

namespace podpromo {

namespace {

class Preview : public RenderedMedia {
 protected:
  Result<std::uint64_t> previewed(const fs::path& media, double start, double end, const std::string& name) {
    PODPROMO_TRY(facts, probe(media));
    Clip clip;
    clip.start = start;
    clip.end = end;
    return make_preview(media, facts, clip, out(name));
  }
};

}  // namespace

TEST_F(Preview, IsSmallAndStartsAtOnce) {
  const fs::path media = made("talk.mp4", {"-f", "lavfi", "-i", "testsrc2=s=1280x720:r=50:d=3", "-f", "lavfi", "-i",
                                           "sine=d=3", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"});
  const auto bytes = previewed(media, 0.5, 2.5, "preview.mp4");
  ASSERT_TRUE(bytes) << bytes.error().detail;
  EXPECT_EQ(*bytes, fs::file_size(out("preview.mp4")));
  EXPECT_EQ(probed(out("preview.mp4"), "v", "stream=codec_name,width,height,r_frame_rate,nb_read_frames"),
            "h264|640|360|30/1|60");
  const std::string head = read_whole(out("preview.mp4")).value_or("");
  EXPECT_LT(head.find("moov"), head.find("mdat"));
}

TEST_F(Preview, IsNeverLargerThanTheSource) {
  const fs::path media = made("small.mp4", {"-f", "lavfi", "-i", "testsrc2=s=322x182:r=25:d=2", "-f", "lavfi", "-i",
                                            "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"});
  ASSERT_TRUE(previewed(media, 0, 1, "preview.mp4"));
  EXPECT_EQ(probed(out("preview.mp4"), "v", "stream=width,height"), "322|182");
}

TEST_F(Preview, OfSoundAloneIsSoundOfAtMostHalfAMinute) {
  ASSERT_TRUE(previewed(made_of("sine=d=60", "long.mp3"), 5, 55, "preview.m4a"));
  EXPECT_EQ(probed(out("preview.m4a"), "a", "stream=codec_name,sample_rate"), "aac|48000");
  EXPECT_NEAR(static_cast<double>(samples(out("preview.m4a"), 16000).size()) / 16000, 30, 0.05);
}

TEST_F(Preview, HasNoCoverInItsSound) {
  const fs::path cover = made_of("color=red:s=300x300", "cover.png", {"-frames:v", "1"});
  const fs::path media = made("covered.mp3", {"-f", "lavfi", "-i", "sine=d=3", "-i", cover.string(), "-map", "0:a",
                                              "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"});
  ASSERT_TRUE(previewed(media, 0, 2, "preview.m4a"));
  EXPECT_EQ(probed(out("preview.m4a"), "v", "stream=codec_name"), "");
}

class Cover : public Preview {};

TEST_F(Cover, IsTakenOutAtAReasonableSize) {
  const fs::path cover = made_of("testsrc2=s=2000x1500", "cover.png", {"-frames:v", "1"});
  const fs::path media = made("covered.mp3", {"-f", "lavfi", "-i", "sine=d=1", "-i", cover.string(), "-map", "0:a",
                                              "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"});
  const Done done = extract_cover(media, out("cover.jpg"));
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(probed(out("cover.jpg"), "v", "stream=codec_name,width,height"), "mjpeg|1400|1050");
}

TEST_F(Cover, IsNotFoundWhereThereIsNone) {
  const Done done = extract_cover(made_of("sine=d=1", "plain.mp3"), out("cover.jpg"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::not_found);
}

TEST_F(Cover, IsNotTheMovingPicture) {
  const fs::path media = made("talk.mp4", {"-f", "lavfi", "-i", "testsrc2=s=320x180:d=1", "-f", "lavfi", "-i",
                                           "sine=d=1", "-c:v", "libx264", "-c:a", "aac"});
  EXPECT_EQ(extract_cover(media, out("cover.jpg")).error().fault, Fault::not_found);
}

}  // namespace podpromo
