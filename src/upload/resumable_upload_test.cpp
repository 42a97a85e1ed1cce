#include <future>

#include "upload/resumable_upload.hpp"

#include <gtest/gtest.h>

#include "upload/uploads_fixture.hpp"

namespace podpromo {
namespace {

class ResumableUploadTest : public UploadsTest {};

TEST_F(ResumableUploadTest, ArrivesInPieces) {
  const auto upload = made(kMp3.size());
  EXPECT_EQ(sent(*upload, 0, kMp3.substr(0, 5000))->offset, 5000U);
  EXPECT_FALSE(upload->look().complete());
  EXPECT_TRUE(sent(*upload, 5000, kMp3.substr(5000))->complete());
  EXPECT_EQ(bytes_of(), kMp3);
}

TEST_F(ResumableUploadTest, GoesOnOnlyWhereItEnds) {
  const auto upload = made(kMp3.size());
  ASSERT_TRUE(sent(*upload, 0, kMp3.substr(0, 5000)));
  EXPECT_EQ(upload->write({.offset = 0}).error().fault, Fault::conflict);
  EXPECT_EQ(upload->write({.offset = 5001}).error().fault, Fault::conflict);
  EXPECT_EQ(bytes_of(), kMp3.substr(0, 5000));
}

TEST_F(ResumableUploadTest, KeepsWhatCameWhenTheConnectionBreaks) {
  const auto upload = made(kMp3.size());
  {
    auto writer = upload->write({.offset = 0});
    ASSERT_TRUE((*writer)->take(kMp3.substr(0, 5000)));
  }
  EXPECT_EQ(upload->stop_and_look()->offset, 5000U);
}

TEST_F(ResumableUploadTest, LetsGoOfAnOlderConnection) {
  const auto upload = made(kMp3.size());
  auto dead = upload->write({.offset = 0});
  ASSERT_TRUE((*dead)->take(kMp3.substr(0, 5000)));

  EXPECT_EQ(upload->stop_and_look()->offset, 5000U);
  EXPECT_EQ((*dead)->take(kMp3.substr(5000)).error().fault, Fault::conflict);
  ASSERT_TRUE(sent(*upload, 5000, kMp3.substr(5000)));
  EXPECT_EQ((*dead)->finish().error().fault, Fault::conflict);
  EXPECT_EQ(bytes_of(), kMp3);
}

TEST_F(ResumableUploadTest, IsTakenOverByWhoeverGoesOnAtItsEnd) {
  const auto upload = made(kMp3.size());
  auto first = upload->write({.offset = 0});
  auto second = upload->write({.offset = 0});
  ASSERT_TRUE((*second)->take(kMp3.substr(0, 5000)));
  EXPECT_EQ((*first)->take(kMp3).error().fault, Fault::conflict);
  // What comes late from the first one's connection changes nothing.
  first->reset();
  ASSERT_TRUE((*second)->take(kMp3.substr(5000)));
  EXPECT_TRUE((*second)->finish()->complete());
  EXPECT_EQ(bytes_of(), kMp3);
}

TEST_F(ResumableUploadTest, TakesNoMoreThanItsLengthOrTheLimit) {
  const auto upload = made(kMp3.size());
  EXPECT_EQ(upload->write({.offset = 0, .announced = kMp3.size() + 1}).error().fault, Fault::too_large);
  EXPECT_EQ(sent(*upload, 0, kMp3 + "x").error().fault, Fault::too_large);
  const auto unlimited = made({.id = id("later"), .metadata = "filename YS5tcDM="});
  EXPECT_EQ(sent(*unlimited, 0, "ID3" + std::string(100'000, 'x')).error().fault, Fault::too_large);
  EXPECT_EQ(unlimited->write({.offset = 0, .length = 100'001}).error().fault, Fault::too_large);
}

TEST_F(ResumableUploadTest, LearnsItsLengthLaterOnce) {
  const auto upload = made({.id = id(), .metadata = "filename YS5tcDM="});
  ASSERT_TRUE(sent(*upload, 0, kMp3.substr(0, 5000)));
  EXPECT_EQ(upload->look().record.length, std::nullopt);
  auto writer = upload->write({.offset = 5000, .length = kMp3.size()});
  ASSERT_TRUE((*writer)->take(kMp3.substr(5000)));
  EXPECT_TRUE((*writer)->finish()->complete());
  EXPECT_EQ(upload->write({.offset = kMp3.size(), .length = 9000}).error().fault, Fault::conflict);
  come_back();
  EXPECT_TRUE((*store->find(id()))->look().complete());
}

TEST_F(ResumableUploadTest, IsRefusedByItsFirstBytesAsSoonAsTheyAreHere) {
  const auto upload = made(9000);
  EXPECT_EQ(sent(*upload, 0, std::string(5000, 'z')).error().fault, Fault::unsupported_media);
  const auto slow = made(9000, "slow");
  ASSERT_TRUE(sent(*slow, 0, std::string(4000, 'z')));
  EXPECT_EQ(sent(*slow, 4000, std::string(96, 'z')).error().fault, Fault::unsupported_media);
  const auto tiny = made(6, "tiny");
  EXPECT_EQ(sent(*tiny, 0, "<html>").error().fault, Fault::unsupported_media);
}

TEST_F(ResumableUploadTest, CountsBytesWithAChecksumOnlyWhenItIsRight) {
  const auto upload = made(kMp3.size());
  ASSERT_TRUE(sent(*upload, 0, kMp3.substr(0, 1000)));
  const std::string rest = kMp3.substr(1000);
  const auto wrong = sent(*upload, 1000, rest, sha1_of("other bytes"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fault, Fault::unreadable_media);
  EXPECT_EQ(upload->stop_and_look()->offset, 1000U);
  EXPECT_TRUE(sent(*upload, 1000, rest, sha1_of(rest))->complete());
  EXPECT_EQ(bytes_of(), kMp3);
  EXPECT_FALSE(fs::exists(upload_mark_file(room, id())));
}

TEST_F(ResumableUploadTest, CountsNothingOfAChecksummedPieceThatWasCut) {
  const auto upload = made(kMp3.size());
  {
    auto writer = upload->write({.offset = 0, .checksum = sha1_of(kMp3)});
    ASSERT_TRUE((*writer)->take(kMp3.substr(0, 5000)));
    EXPECT_EQ(upload->look().offset, 0U);
  }
  EXPECT_EQ(upload->stop_and_look()->offset, 0U);
  EXPECT_TRUE(sent(*upload, 0, kMp3, sha1_of(kMp3))->complete());
}

TEST_F(ResumableUploadTest, CountsNothingUnverifiedAfterACrash) {
  const auto upload = made(kMp3.size());
  ASSERT_TRUE(sent(*upload, 0, kMp3.substr(0, 1000)));
  auto writer = upload->write({.offset = 1000, .checksum = sha1_of(kMp3)});
  ASSERT_TRUE((*writer)->take(kMp3.substr(1000, 4000)));
  EXPECT_EQ(bytes_of().size(), 5000U);

  UploadStore next(UploadPlace{.folder = room, .limits = limits, .clock = clock});
  ASSERT_TRUE(next.open());
  EXPECT_EQ((*next.find(id()))->look().offset, 1000U);
  EXPECT_EQ(bytes_of(), kMp3.substr(0, 1000));
  EXPECT_FALSE(fs::exists(upload_mark_file(room, id())));
}

TEST_F(ResumableUploadTest, BecomesSomethingOnceAndTellsItAgain) {
  const auto upload = made(kMp3.size());
  int times = 0;
  const auto work = [&](const UploadRecord&, const fs::path& data) -> Result<UploadOutcome> {
    EXPECT_EQ(read_whole(data), kMp3);
    ++times;
    return UploadOutcome{id("an-episode"), true};
  };
  EXPECT_EQ(upload->settle(work).error().fault, Fault::conflict);
  ASSERT_TRUE(sent(*upload, 0, kMp3));
  EXPECT_EQ(upload->settle(work)->episode, id("an-episode"));
  EXPECT_EQ(upload->settle(work)->episode, id("an-episode"));
  EXPECT_EQ(times, 1);
  EXPECT_FALSE(fs::exists(upload_data_file(room, id())));
  come_back();
  const UploadState state = (*store->find(id()))->look();
  EXPECT_TRUE(state.complete());
  EXPECT_EQ(state.record.became, id("an-episode"));
  EXPECT_TRUE(state.record.duplicate);
}

// Reading tens of gigabytes from end to end takes a while, in which everybody else goes on.
TEST_F(ResumableUploadTest, IsSeenByAllWhileItBecomesSomething) {
  patience = std::chrono::milliseconds(0);
  come_back();
  const auto upload = made(kMp3.size());
  ASSERT_TRUE(sent(*upload, 0, kMp3));
  const auto look = [&] { return std::pair(store->held_bytes(), upload->look().offset); };
  const auto work = [&](const UploadRecord&, const fs::path&) -> Result<UploadOutcome> {
    auto seen = std::async(std::launch::async, look);
    EXPECT_EQ(seen.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    EXPECT_EQ(std::async(std::launch::async, [&] { return upload->stop_and_look(); }).get().error().fault,
              Fault::unavailable);
    EXPECT_EQ(seen.get(), std::pair(kMp3.size(), kMp3.size()));
    return UploadOutcome{id("an-episode"), false};
  };
  EXPECT_TRUE(upload->settle(work));
  EXPECT_EQ(look(), std::pair(std::size_t{0}, kMp3.size()));
}

TEST_F(ResumableUploadTest, StaysWholeWhenNothingCouldBeMadeOfIt) {
  const auto upload = made(kMp3.size());
  ASSERT_TRUE(sent(*upload, 0, kMp3));
  const auto fails = [](const UploadRecord&, const fs::path&) -> Result<UploadOutcome> {
    return failure(Fault::no_space, "the disk is full");
  };
  EXPECT_FALSE(upload->settle(fails));
  EXPECT_TRUE(upload->stop_and_look()->complete());
  EXPECT_EQ(bytes_of(), kMp3);
}

}  // namespace
}  // namespace podpromo
