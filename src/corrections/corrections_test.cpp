#include "corrections/corrections.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

class CorrectionsFile : public testing::Test {
 protected:
  CorrectionsFile() : folder_(fs::path(testing::TempDir()) / ("corrections-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~CorrectionsFile() override { fs::remove_all(folder_); }
  fs::path file() const { return folder_ / "corrections.json"; }

  fs::path folder_;
};

TEST_F(CorrectionsFile, ComesBackAsItWasSaved) {
  const Corrections corrections{.places = {{1, 2.25, {{"Bees", 1, 1.4, 0.9, 0}}, {{"Beeswax", 1, 2.25, 1, 1}}}},
                                .names = {{"Speaker 1", "Änna"}}};
  ASSERT_TRUE(save_corrections(file(), corrections));
  EXPECT_EQ(load_corrections(file()).value(), corrections);
}

TEST_F(CorrectionsFile, KeepsAddedSpeakers) {
  const Corrections corrections{.places = {{1, 1.5, {{"Bees", 1, 1.5, 0.9, 0}}, {{"Bees", 1, 1.5, 1, 3}}}},
                                .names = {},
                                .added = {.first = 2, .names = {"Ben", "Cleo"}}};
  ASSERT_TRUE(save_corrections(file(), corrections));
  EXPECT_EQ(load_corrections(file()).value(), corrections);
}

TEST_F(CorrectionsFile, IsEmptyWhenItIsNotThere) { EXPECT_TRUE(load_corrections(file())->empty()); }

TEST_F(CorrectionsFile, ThatIsDamagedIsNotTakenForNone) {
  for (const char* text : {"", "{}", "{\"names\":[],\"places\":[{}]}", "[1,", "{\"names\":[],\"places\":3}",
                           R"({"names":[],"places":[{"start":1,"end":2,"heard":[],"words":[]}]})",
                           R"({"names":[],"places":[],"added":{"first":-1,"names":["a"]}})"}) {
    ASSERT_TRUE(write_durably(file(), text));
    const auto loaded = load_corrections(file());
    ASSERT_FALSE(loaded) << text;
    EXPECT_EQ(loaded.error().fault, Fault::internal);
  }
}

}  // namespace
}  // namespace podpromo
