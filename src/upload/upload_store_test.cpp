#include "upload/upload_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

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

TEST_F(UploadStoreTest, MakesNoMoreThanMayBeThereThoughManyBeginAtOnce) {
  most = 3;
  come_back();
  std::atomic<int> begun = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 8; ++i)
      clients.emplace_back([&, name = "upload-" + std::to_string(i)] {
        if (store->create({.id = id(name), .length = 100, .metadata = "filename YS5tcDM="})) ++begun;
      });
  }
  EXPECT_LE(begun, 3);
  EXPECT_EQ(store->all().size(), static_cast<std::size_t>(begun));
  while (store->create({.id = EpisodeId::random(), .length = 100, .metadata = "filename YS5tcDM="})) continue;
  EXPECT_EQ(store->all().size(), 3U);
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

TEST_F(UploadStoreTest, StopsJoiningWithTheServerAndLosesNothing) {
  part("one", kMp3.substr(0, 3000));
  part("two", kMp3.substr(3000));
  store->stop_joining();
  EXPECT_EQ(joined("whole", {id("one"), id("two")}).error().fault, Fault::unavailable);
  EXPECT_EQ(store->find(id("whole")).error().fault, Fault::not_found);
  come_back();
  ASSERT_TRUE(joined("whole", {id("one"), id("two")}));
  EXPECT_EQ(bytes_of("whole"), kMp3);
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

class TranscriptUploadTest : public UploadStoreTest {
 protected:
  std::shared_ptr<ResumableUpload> transcript(const std::string& name, std::string_view bytes = kWords) {
    // filename Bees.srt
    auto upload = made({.id = id(name),
                        .role = UploadRole::transcript,
                        .length = kWords.size(),
                        .metadata = "filename QmVlcy5zcnQ=,kind dHJhbnNjcmlwdA=="});
    EXPECT_TRUE(sent(*upload, 0, bytes));
    return upload;
  }
  Result<std::shared_ptr<ResumableUpload>> episode_of(const std::string& transcript) {
    return store->create(
        {.id = id(), .length = kMp3.size(), .metadata = "filename YS5tcDM=", .transcript = id(transcript)});
  }
  std::string kept() const { return read_whole(upload_transcript_file(room, id())).value_or(""); }

  inline static const std::string kWords = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
};

TEST_F(TranscriptUploadTest, IsCopiedToTheEpisodeThatNamesIt) {
  transcript("words");
  const auto upload = episode_of("words");
  ASSERT_TRUE(upload);
  EXPECT_EQ((*upload)->look().record.transcript_name, "Bees.srt");
  EXPECT_EQ(kept(), kWords);
  ASSERT_TRUE(store->remove(id("words")));
  EXPECT_EQ(kept(), kWords);
  ASSERT_TRUE(store->remove(id()));
  EXPECT_EQ(files(), 0U);
}

TEST_F(TranscriptUploadTest, IsThereAfterARestart) {
  transcript("words");
  come_back();
  ASSERT_TRUE(episode_of("words"));
  come_back();
  const UploadRecord record = (*store->find(id()))->look().record;
  EXPECT_EQ(record.transcript, id("words"));
  EXPECT_EQ(record.transcript_name, "Bees.srt");
  EXPECT_EQ(kept(), kWords);
}

TEST_F(TranscriptUploadTest, WithoutARecordIsAStray) {
  ASSERT_TRUE(write_durably(upload_transcript_file(room, id("lost")), kWords));
  ASSERT_TRUE(sent(*made(kMp3.size()), 0, kMp3.substr(0, 5000)));
  ASSERT_TRUE(write_durably(upload_transcript_file(room, id()), kWords));
  come_back();
  EXPECT_EQ(files(), 2U) << "an upload that names none has none";
}

TEST_F(TranscriptUploadTest, HasToBeOneAndComplete) {
  EXPECT_EQ(episode_of("nothing").error().fault, Fault::bad_request);
  transcript("half", kWords.substr(0, 10));
  EXPECT_EQ(episode_of("half").error().fault, Fault::bad_request);
  part("part", kWords);
  EXPECT_EQ(episode_of("part").error().fault, Fault::bad_request);
  EXPECT_EQ(kept(), "");
  EXPECT_EQ(store->find(id()).error().fault, Fault::not_found);
}

TEST_F(TranscriptUploadTest, ExpiresUnlessAnEpisodeNamesIt) {
  transcript("used");
  transcript("unused");
  ASSERT_TRUE(sent(**episode_of("used"), 0, kMp3.substr(0, 5000)));
  clock.pass(hours(30));
  ASSERT_TRUE(sent(**store->find(id()), 5000, kMp3.substr(5000, 1000)));
  clock.pass(hours(30));
  store->sweep();
  EXPECT_TRUE((*store->find(id("unused")))->look().expired);
  EXPECT_EQ(bytes_of("unused"), "");
  EXPECT_EQ(kept(), kWords);
  clock.pass(hours(20));
  store->sweep();
  EXPECT_EQ(kept(), "") << "it goes with the upload";
}

TEST_F(TranscriptUploadTest, HasALimitOfItsOwn) {
  const auto upload = store->create({.id = id(), .role = UploadRole::transcript, .metadata = "filename YS50eHQ="});
  ASSERT_TRUE(upload);
  const auto piece = (*upload)->write({.offset = 0, .length = kLargestTranscript + 1});
  EXPECT_EQ(piece.error().reason, "the transcript is larger than 16 MB");
}

TEST_F(TranscriptUploadTest, GoesWhenItsEpisodeIsSafe) {
  const auto words = transcript("words");
  const auto upload = episode_of("words");
  ASSERT_TRUE(upload);
  store->let_parts_go((*upload)->look().record);
  EXPECT_EQ(words->look().record.became, id());
  EXPECT_EQ(bytes_of("words"), "");
}

}  // namespace
}  // namespace podpromo
