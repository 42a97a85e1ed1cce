#include "studio/settings.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Environment environment(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    const auto it = values.find(name);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  };
}

Settings read(const SettingTexts& texts) {
  auto settings = read_settings(texts);
  EXPECT_TRUE(settings) << settings.error().reason;
  return settings.value_or(Settings{});
}

NamedSetting named(const Settings& settings, const std::string& name) {
  for (const NamedSetting& one : named_settings(settings))
    if (one.name == name) return one;
  return {};
}

TEST(Settings, KeepDataInTheProjectByDefault) {
  const Settings settings = read({.environment = environment({})});
  EXPECT_EQ(settings.folders.uploads, "./uploads");
  EXPECT_EQ(settings.folders.outputs, "./outputs");
  EXPECT_EQ(settings.folders.logs, "./logs");
  EXPECT_EQ(settings.folders.transcripts, "./uploads/transcripts");
  EXPECT_EQ(settings.folders.clips, "./outputs/clips");
  EXPECT_EQ(settings.max_upload_bytes, 524'288'000u);
  EXPECT_EQ(settings.free_space_reserve_bytes, 209'715'200u);
  EXPECT_EQ(settings.retention_hours, 0u);
}

TEST(Settings, TakeQuotesCommentsAndExportsInTheFile) {
  const Settings settings = read({.environment = environment({}),
                                  .dotenv = "\xEF\xBB\xBFUPLOAD_DIR = '/b'\n# a comment\n  export CLIPS_DIR=\"/c d\"\n"
                                            "nonsense\nPODPROMO_PORT=9000\r\n"});
  EXPECT_EQ(settings.folders.uploads, "/b");
  EXPECT_EQ(settings.folders.clips, "/c d");
  EXPECT_EQ(settings.port, 9000);
}

// Every setting by every source: what is stronger wins, whatever the weaker ones say.
struct Row {
  const char* name;
  const char* flag;
  const char* environment;
  const char* dotenv;
};

class EachSetting : public testing::TestWithParam<Row> {};

TEST_P(EachSetting, IsTakenFromTheFlagFirst) {
  const Row row = GetParam();
  const Settings settings = read({.flags = {{row.name, row.flag}},
                                  .environment = environment({{row.name, row.environment}}),
                                  .dotenv = std::string(row.name) + "=" + row.dotenv});
  EXPECT_EQ(named(settings, row.name).value, row.flag);
  EXPECT_EQ(named(settings, row.name).source, SettingSource::flag);
}

TEST_P(EachSetting, IsTakenFromTheEnvironmentNext) {
  const Row row = GetParam();
  const Settings settings = read({.flags = {{row.name, ""}},
                                  .environment = environment({{row.name, row.environment}}),
                                  .dotenv = std::string(row.name) + "=" + row.dotenv});
  EXPECT_EQ(named(settings, row.name).value, row.environment);
  EXPECT_EQ(named(settings, row.name).source, SettingSource::environment);
}

TEST_P(EachSetting, IsTakenFromTheFileNext) {
  const Row row = GetParam();
  const Settings settings =
      read({.environment = environment({{row.name, ""}}), .dotenv = std::string(row.name) + "=" + row.dotenv});
  EXPECT_EQ(named(settings, row.name).value, row.dotenv);
  EXPECT_EQ(named(settings, row.name).source, SettingSource::dotenv);
}

TEST_P(EachSetting, HasItsDefaultLast) {
  const Settings settings = read({.environment = environment({}), .dotenv = std::string(GetParam().name) + "="});
  EXPECT_EQ(named(settings, GetParam().name).source, SettingSource::by_default);
}

constexpr Row kRows[]{
    {"UPLOAD_DIR", "/flag", "../environment", "./file name"},
    {"OUTPUT_DIR", "/flag", "../environment", "./file name"},
    {"LOGS_DIR", "/flag", "../environment", "./file name"},
    {"TRANSCRIPTS_DIR", "/flag", "/Übertragung/ヘッド", "./file name"},
    {"CLIPS_DIR", "/flag", "/Übertragung/ヘッド", "./file name"},
    {"PODPROMO_HOST", "127.0.0.2", "127.0.0.3", "::1"},
    {"PODPROMO_PORT", "0", "8001", "65535"},
    {"PODPROMO_MAX_CONNECTIONS", "1", "2", "1000000"},
    {"MAX_UPLOAD_BYTES", "1", "2", "18446744073709551615"},
    {"PODPROMO_JOBS", "1", "2", "64"},
    {"STORAGE_QUOTA_BYTES", "1", "2", "18446744073709551615"},
    {"FREE_SPACE_RESERVE_BYTES", "0", "2", "18446744073709551615"},
    {"RETENTION_HOURS", "0", "2", "876000"},
    {"PODPROMO_SPEECH_URL", "https://a.example", "http://127.0.0.1:1/inference", "https://b.example/v1"},
    {"PODPROMO_SPEECH_MODEL", "large", "whisper-2", "gpt-4o-transcribe"},
    {"PODPROMO_SPEECH_PLAIN_HTTP", "1", "0", "1"},
    {"PODPROMO_MODEL", "tiny.en", "small", "base.en"},
    {"PODPROMO_WORKERS", "1", "2", "3"},
    {"PODPROMO_BEAM", "2", "5", "8"},
    {"PODPROMO_WORDS", "Anna Karenina, Übertragung", "words.txt", "ヘッド"},
    {"PODPROMO_MODELS_DIR", "/flag", "../environment", "./file name"},
};
INSTANTIATE_TEST_SUITE_P(Settings, EachSetting, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Settings, FoldersFollowTheirParentsWhereverThoseWereSet) {
  const Settings settings = read({.flags = {{"UPLOAD_DIR", "/a"}}, .environment = environment({{"OUTPUT_DIR", "/b"}})});
  EXPECT_EQ(settings.folders.transcripts, "/a/transcripts");
  EXPECT_EQ(settings.folders.clips, "/b/clips");
  EXPECT_EQ(named(settings, "CLIPS_DIR").source, SettingSource::by_default);
}

TEST(Settings, FoldersThatWereSetStayWhereTheyAre) {
  const Settings settings = read({.flags = {{"UPLOAD_DIR", "/a"}, {"OUTPUT_DIR", "/b"}},
                                  .environment = environment({{"TRANSCRIPTS_DIR", "/words"}}),
                                  .dotenv = "CLIPS_DIR=./outputs/clips"});
  EXPECT_EQ(settings.folders.transcripts, "/words");
  EXPECT_EQ(settings.folders.clips, "./outputs/clips");
}

TEST(Settings, NameTheOneThatMakesNoSense) {
  for (const std::string bad : {"70000", "-1", "80a", "eighty", " 80", "0x50"}) {
    const auto settings = read_settings({.environment = environment({{"PODPROMO_PORT", bad}})});
    ASSERT_FALSE(settings) << bad;
    EXPECT_EQ(settings.error().fault, Fault::bad_request);
    EXPECT_THAT(settings.error().reason, HasSubstr("PODPROMO_PORT"));
  }
}

TEST(Settings, TakeOneToSixtyFourEpisodesAtOnce) {
  EXPECT_EQ(read({.environment = environment({})}).jobs, 1);
  EXPECT_EQ(read({.environment = environment({{"PODPROMO_JOBS", "3"}})}).jobs, 3);
  for (const std::string bad : {"0", "-1", "65", "many"})
    EXPECT_FALSE(read_settings({.environment = environment({{"PODPROMO_JOBS", bad}})})) << bad;
}

TEST(Settings, TakeAtLeastOneConnection) {
  EXPECT_EQ(read({.environment = environment({})}).connections, 16384U);
  for (const std::string bad : {"0", "-1", "1000001", "many"})
    EXPECT_FALSE(read_settings({.environment = environment({{"PODPROMO_MAX_CONNECTIONS", bad}})})) << bad;
}

TEST(Settings, GiveOpenAisKeyToOpenAiAlone) {
  const auto with_url = [](const std::string& url) {
    return read({.environment = environment({{"OPENAI_API_KEY", "sk-1"}, {"PODPROMO_SPEECH_URL", url}})}).speech_key;
  };
  EXPECT_EQ(with_url("https://api.openai.com"), "sk-1");
  EXPECT_EQ(with_url("https://api.openai.com/v1"), "sk-1");
  for (const std::string other : {"", "http://api.openai.com", "https://api.openai.com.example.org",
                                  "https://api.openai.com@example.org", "https://example.org/https://api.openai.com"})
    EXPECT_EQ(with_url(other), "") << other;
}

TEST(Settings, PreferTheKeyThatIsMeantAndShowNone) {
  const Settings settings = read({.environment = environment({{"OPENAI_API_KEY", "sk-1"},
                                                              {"PODPROMO_SPEECH_KEY", "sk-2"},
                                                              {"PODPROMO_SPEECH_URL", "https://api.openai.com"}})});
  EXPECT_EQ(settings.speech_key, "sk-2");
  EXPECT_EQ(named(settings, "PODPROMO_SPEECH_KEY").value, "(hidden)");
}

TEST(Settings, RefuseATildeThatNobodyWouldExpand) {
  const auto settings = read_settings({.environment = environment({}), .dotenv = "UPLOAD_DIR=~/uploads"});
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().reason, "UPLOAD_DIR begins with ~, which only a shell understands");
}

TEST(Settings, NoticeNamesThatSetNothing) {
  EXPECT_THAT(unknown_settings("UPLOADS_DIR=/a\nUPLOAD_DIR=/b\nPODPROMO_PROT=1\nAWS_REGION=x\n"),
              ElementsAre("PODPROMO_PROT", "UPLOADS_DIR"));
}

}  // namespace
}  // namespace podpromo
