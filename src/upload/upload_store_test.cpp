#include "upload/upload_store.hpp"

#include <gtest/gtest.h>

#include "upload/uploads_fixture.hpp"

namespace podpromo {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class UploadStoreTest : public UploadsTest {
 protected:
  Result<std::shared_ptr<ResumableUpload>> joined(const std::string& name, std::vector<EpisodeId> parts) {
    return store->join({.id = id(name), .metadata = "filename YS5tcDM=", .parts = std::move(parts)});
  }
  void age(const std::string& name, hours by) const {
    for (const fs::path& file : {upload_data_file(room, id(name)), upload_record_file(room, id(name))})
      fs::last_write_time(file, fs::file_time_type::clock::now() - by);
  }
};

TEST_F(UploadStoreTest, FindsUnfinishedUploadsAfterARestart) {
  ASSERT_TRUE(sent(*made(kMp3.size()), 0, kMp3.substr(0, 5000)));
  come_back();
  const auto upload = store->find(id());
  ASSERT_TRUE(upload);
  EXPECT_EQ((*upload)->look().offset, 5000U);
  EXPECT_EQ((*upload)->look().record.metadata, "filename YS5tcDM=");
  EXPECT_TRUE(sent(**upload, 5000, kMp3.substr(5000))->complete());
}

TEST_F(UploadStoreTest, DeletesStraysAtTheStart) {
  ASSERT_TRUE(sent(*made(kMp3.size()), 0, kMp3.substr(0, 5000)));
  for (const auto* stray : {"half.mp3", "other.upload", "abc.json.1-2.draft", "broken.json", "broken.upload"})
    ASSERT_TRUE(write_durably(room / stray, "x"));
  come_back();
  EXPECT_EQ(files(), 2U);
  EXPECT_EQ((*store->find(id()))->look().offset, 5000U);
}

TEST_F(UploadStoreTest, RemembersNothingOfWhatWasRemoved) {
  const auto upload = made(kMp3.size());
  auto writer = upload->write({.offset = 0});
  ASSERT_TRUE(store->remove(id()));
  EXPECT_EQ((*writer)->take(kMp3).error().fault, Fault::not_found);
  EXPECT_EQ(store->find(id()).error().fault, Fault::not_found);
  EXPECT_EQ(files(), 0U);
}

TEST_F(UploadStoreTest, LetsUploadsExpireThatNobodyGoesOnWith) {
  ASSERT_TRUE(sent(*made(kMp3.size()), 0, kMp3.substr(0, 5000)));
  clock.pass(hours(47));
  store->sweep();
  EXPECT_FALSE((*store->find(id()))->look().expired);
  clock.pass(hours(2));
  EXPECT_TRUE((*store->find(id()))->look().expired);
  store->sweep();
  EXPECT_EQ(bytes_of(), "");
  EXPECT_TRUE((*store->find(id()))->look().expired);
  EXPECT_EQ((*store->find(id()))->write({.offset = 5000}).error().fault, Fault::not_found);
  clock.pass(hours(49));
  store->sweep();
  EXPECT_EQ(store->find(id()).error().fault, Fault::not_found);
  EXPECT_EQ(files(), 0U);
}

TEST_F(UploadStoreTest, LetsEmptyOnesExpireEarly) {
  made(kMp3.size());
  clock.pass(minutes(61));
  EXPECT_TRUE((*store->find(id()))->look().expired);
}

TEST_F(UploadStoreTest, KnowsTheAgeOfUploadsOfAnEarlierLife) {
  ASSERT_TRUE(sent(*made(kMp3.size(), "old"), 0, kMp3.substr(0, 5000)));
  ASSERT_TRUE(sent(*made(kMp3.size(), "young"), 0, kMp3.substr(0, 5000)));
  ASSERT_TRUE(sent(*made(kMp3.size(), "ahead"), 0, kMp3.substr(0, 5000)));
  age("old", hours(49));
  age("young", hours(1));
  age("ahead", hours(-100));
  come_back();
  EXPECT_TRUE((*store->find(id("old")))->look().expired);
  EXPECT_FALSE((*store->find(id("young")))->look().expired);
  EXPECT_LE((*store->find(id("ahead")))->look().left, hours(48));
}

TEST_F(UploadStoreTest, ReckonsWithWhatIsStillToCome) {
  ASSERT_TRUE(sent(*made(8000), 0, kMp3.substr(0, 5000)));
  EXPECT_EQ(store->held_bytes(), 8000U);
  clock.pass(minutes(11));
  EXPECT_EQ(store->held_bytes(), 5000U);
  clock.pass(hours(48));
  EXPECT_EQ(store->held_bytes(), 0U);
}

TEST_F(UploadStoreTest, JoinsPartsInTheirOrderOnce) {
  part("one", kMp3.substr(0, 3000));
  part("two", kMp3.substr(3000));
  const auto whole = joined("whole", {id("one"), id("two")});
  ASSERT_TRUE(whole);
  EXPECT_TRUE((*whole)->look().complete());
  EXPECT_EQ(bytes_of("whole"), kMp3);
  EXPECT_EQ(*joined("again", {id("one"), id("two")}), *whole);
  store->let_parts_go((*whole)->look().record);
  EXPECT_EQ(bytes_of("one"), "");
  // Somebody who didn't hear of it finds them complete, and joins them again.
  EXPECT_TRUE((*store->find(id("one")))->look().complete());
  EXPECT_EQ(*joined("again", {id("one"), id("two")}), *whole);
}

TEST_F(UploadStoreTest, JoinsOnlyPartsThatAreComplete) {
  part("one", kMp3.substr(0, 3000));
  const auto half = made({.id = id("half"), .role = UploadRole::part, .length = 5000});
  ASSERT_TRUE(sent(*half, 0, std::string(10, 'x')));
  made(kMp3.size(), "other");
  EXPECT_EQ(joined("whole", {id("one"), id("half")}).error().fault, Fault::bad_request);
  EXPECT_EQ(joined("whole", {id("one"), id("other")}).error().fault, Fault::bad_request);
  EXPECT_EQ(joined("whole", {id("one"), id("nobody")}).error().fault, Fault::not_found);
  EXPECT_EQ(store->find(id("whole")).error().fault, Fault::not_found);
}

TEST_F(UploadStoreTest, JoinsAgainWhatACrashCutShort) {
  part("one", kMp3.substr(0, 3000));
  part("two", kMp3.substr(3000));
  auto cut = made({.id = id("whole"),
                   .role = UploadRole::joined,
                   .length = kMp3.size(),
                   .metadata = "filename YS5tcDM=",
                   .parts = {id("one"), id("two")}});
  ASSERT_TRUE(sent(*cut, 0, kMp3.substr(0, 4000)));
  come_back();
  ASSERT_TRUE(joined("again", {id("one"), id("two")}));
  EXPECT_EQ(bytes_of("again"), kMp3);
  EXPECT_EQ(store->find(id("whole")).error().fault, Fault::not_found);
}

TEST_F(UploadStoreTest, DoesNotJoinWhatIsNoMedia) {
  part("one", std::string(3000, 'z'));
  part("two", std::string(3000, 'z'));
  EXPECT_EQ(joined("whole", {id("one"), id("two")}).error().fault, Fault::unsupported_media);
  EXPECT_EQ(store->find(id("whole")).error().fault, Fault::not_found);
  EXPECT_TRUE((*store->find(id("one")))->look().complete());
}

TEST_F(UploadStoreTest, RefusesWhatHasNoRoom) {
  EXPECT_EQ(store->create({.id = id(), .length = 100'001}).error().fault, Fault::too_large);
  limits.free_space_reserve = std::uint64_t{1} << 60;
  come_back();
  EXPECT_EQ(store->create({.id = id(), .length = 10}).error().fault, Fault::no_space);
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace podpromo
