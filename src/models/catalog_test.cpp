#include "models/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "models/installed.hpp"
#include "models/private_folder.hpp"

namespace podpromo {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(Catalog, PinsEveryModelBySizeAndSum) {
  for (const Model& model : known_models()) {
    ASSERT_FALSE(model.pins.empty()) << model.name;
    EXPECT_THAT(model.pins, Each(Field(&Pin::sha256, SizeIs(64)))) << model.name;
    EXPECT_EQ(model.pins.front().bytes, model.bytes) << model.name;
  }
}

TEST(Catalog, HasNoNameOrFileTwice) {
  std::set<std::string_view> names;
  for (const Model& model : known_models()) names.insert({model.name, model.file});
  EXPECT_EQ(names.size(), 2 * known_models().size());
}

TEST(Catalog, KnowsTheDefaultModelAndTheVoiceDetector) {
  EXPECT_TRUE(model_named(kDefaultModel));
  EXPECT_TRUE(model_named("silero-vad"));
}

TEST(Catalog, ListsTheNamesWhenItDoesNotKnowOne) {
  const auto unknown = model_named("enormous");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().fault, Fault::bad_request);
  EXPECT_THAT(unknown.error().remedy, HasSubstr("base, silero-vad, resemblyzer, tiny.en"));
}

TEST(Catalog, LooksForModelsWhereTheEnvironmentSays) {
  ::setenv("PODPROMO_MODELS_DIR", "somewhere/models", 1);
  EXPECT_EQ(models_folder(), "somewhere/models");
  ::unsetenv("PODPROMO_MODELS_DIR");
  ::setenv("XDG_DATA_HOME", "data", 1);
  EXPECT_EQ(models_folder(), "data/podpromo/models");
  ::unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(models_folder(), fs::path(std::getenv("HOME")) / ".local/share/podpromo/models");
}

TEST(FindModel, NamesTheCommandWhenTheModelIsNotThere) {
  const PrivateFolder folder;
  const auto missing = find_model("base", folder.path());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::missing_model);
  EXPECT_EQ(missing.error().remedy, "Run “podpromo models pull base”.");
}

TEST(FindModel, DoesNotTakeAFileOfAnotherSize) {
  const PrivateFolder folder;
  ASSERT_TRUE(write_durably(folder / "ggml-base.bin", "half a mo"));
  const auto damaged = find_model("base", folder.path());
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().fault, Fault::missing_model);
  EXPECT_THAT(damaged.error().reason, HasSubstr("damaged or unfinished"));
}

TEST(FindModel, LooksAtTheSumOnlyWhenItIsToBeThorough) {
  const PrivateFolder folder;
  ASSERT_TRUE(write_durably(folder / "ggml-silero-v6.2.0.bin", std::string(885'098, '\0')));
  EXPECT_TRUE(find_model("silero-vad", folder.path()));
  EXPECT_EQ(find_model("silero-vad", folder.path(), true).error().fault, Fault::missing_model);
}

TEST(FindModel, GivesTheListForANameNobodyImported) {
  const PrivateFolder folder;
  EXPECT_EQ(find_model("bsae", folder.path()).error().fault, Fault::bad_request);
  EXPECT_EQ(find_model("../base", folder.path()).error().fault, Fault::bad_request);
}

TEST(ListModels, ShowsAllKnownOnesWhenNothingIsInstalled) {
  const PrivateFolder folder;
  const auto list = list_models(folder / "absent");
  EXPECT_EQ(list.size(), known_models().size());
  EXPECT_THAT(list, Each(Field(&ListedModel::installed, false)));
}

TEST(VerifyModels, FindsTheDamagedFileOfTheRightSize) {
  const PrivateFolder folder;
  ASSERT_TRUE(write_durably(folder / "ggml-silero-v6.2.0.bin", std::string(885'098, '\0')));
  const auto verified = verify_models(folder.path());
  ASSERT_EQ(verified.size(), 1U);
  EXPECT_EQ(verified[0].name, "silero-vad");
  EXPECT_FALSE(verified[0].good);
}

}  // namespace
}  // namespace podpromo
