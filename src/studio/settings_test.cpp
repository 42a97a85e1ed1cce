#include "studio/settings.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Environment environment(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    const auto it = values.find(name);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  };
}

TEST(Settings, KeepDataInTheProjectByDefault) {
  const auto settings = read_settings(environment({}), "");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->folders.uploads, "./uploads");
  EXPECT_EQ(settings->folders.transcripts, "./uploads/transcripts");
  EXPECT_EQ(settings->folders.clips, "./outputs/clips");
  EXPECT_EQ(settings->max_upload_bytes, 524'288'000u);
}

TEST(Settings, TakeTheEnvironmentBeforeTheFile) {
  const auto settings = read_settings(environment({{"UPLOAD_DIR", "/a"}}),
                                      "UPLOAD_DIR=/b\n# a comment\nexport CLIPS_DIR=\"/c d\"\nPODPROMO_PORT=9000\r\n");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->folders.uploads, "/a");
  EXPECT_EQ(settings->folders.transcripts, "/a/transcripts");
  EXPECT_EQ(settings->folders.clips, "/c d");
  EXPECT_EQ(settings->port, 9000);
}

TEST(Settings, NameTheOneThatMakesNoSense) {
  for (const std::string bad : {"70000", "-1", "80a", "eighty"}) {
    const auto settings = read_settings(environment({{"PODPROMO_PORT", bad}}), "");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().fault, Fault::bad_request);
    EXPECT_NE(settings.error().reason.find("PODPROMO_PORT"), std::string::npos);
  }
}

TEST(Settings, TakeOneToSixtyFourEpisodesAtOnce) {
  EXPECT_EQ(read_settings(environment({}), "")->jobs, 1);
  EXPECT_EQ(read_settings(environment({{"PODPROMO_JOBS", "3"}}), "")->jobs, 3);
  for (const std::string bad : {"0", "-1", "65", "many"})
    EXPECT_FALSE(read_settings(environment({{"PODPROMO_JOBS", bad}}), "")) << bad;
}

}  // namespace
}  // namespace podpromo
