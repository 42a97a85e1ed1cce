// podpromo doctor as a person or a script runs it; it also tells which source each setting of the program comes from.
#include "program.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "server.hpp"

namespace podpromo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// Every setting with what the flag, the environment and .env say of it.
struct Row {
  const char* setting;
  const char* flag;
  const char* by_flag;
  const char* by_environment;
  const char* by_dotenv;
};

constexpr Row kRows[]{
    {"UPLOAD_DIR", "--upload-dir", "flag/uploads", "environment/uploads", "dot env/Übertragung"},
    {"OUTPUT_DIR", "--output-dir", "flag/outputs", "environment/outputs", "dot env/出力"},
    {"LOGS_DIR", "--logs-dir", "flag/logs", "environment/logs", "dot env/logs"},
    {"TRANSCRIPTS_DIR", "--transcripts-dir", "flag/words", "environment/words", "dot env/words"},
    {"CLIPS_DIR", "--clips-dir", "flag/clips", "environment/clips", "dot env/clips"},
    {"PODPROMO_HOST", "--host", "127.0.0.2", "127.0.0.3", "127.0.0.4"},
    {"PODPROMO_PORT", "--port", "0", "8001", "8002"},
    {"PODPROMO_MAX_CONNECTIONS", "--max-connections", "101", "102", "103"},
    {"MAX_UPLOAD_BYTES", "--max-upload-bytes", "1001", "1002", "1003"},
    {"PODPROMO_JOBS", "--jobs", "2", "3", "4"},
    {"STORAGE_QUOTA_BYTES", "--quota-bytes", "2001", "2002", "2003"},
    {"FREE_SPACE_RESERVE_BYTES", "--reserve-bytes", "0", "3002", "3003"},
    {"RETENTION_HOURS", "--retention-hours", "1", "2", "3"},
    {"PODPROMO_MODEL", "--model", "tiny.en", "small", "base.en"},
    {"PODPROMO_WORKERS", "--workers", "1", "2", "3"},
    {"PODPROMO_MODELS_DIR", "--models-dir", "flag/models", "environment/models", "dot env/models"},
};

class DoctorCommand : public WholeProgram {
 protected:
  Finished doctor(const Arguments& arguments, const Arguments& environment = {}) const {
    Arguments all{"-C", folder_.string()};
    for (const Row& row : kRows) all.insert(all.end(), {"-u", row.setting});
    all.insert(all.end(), environment.begin(), environment.end());
    all.insert(all.end(), {PODPROMO_PROGRAM, "doctor"});
    all.insert(all.end(), arguments.begin(), arguments.end());
    return done("env", all);
  }
  json told(Arguments arguments, const Arguments& environment = {}) const {
    arguments.emplace_back("--json");
    return json::parse(doctor(arguments, environment).output);
  }
  // "source: value" of one setting.
  static std::string setting(const json& told, const std::string& name) {
    for (const json& one : told["settings"])
      if (one["name"] == name) return one["source"].get<std::string>() + ": " + one["value"].get<std::string>();
    return "not told";
  }
  static json finding(const json& told, const std::string& name) {
    for (const json& one : told["findings"])
      if (one["name"] == name) return one;
    return json::object();
  }
  void write_dotenv() const {
    std::string text = "# Settings for a test\n";
    for (const Row& row : kRows) text += std::string(row.setting) + "=\"" + row.by_dotenv + "\"\n";
    written(".env", text);
  }
  static Arguments flags() {
    Arguments all;
    for (const Row& row : kRows) all.insert(all.end(), {row.flag, row.by_flag});
    return all;
  }
  static Arguments environment() {
    Arguments all;
    for (const Row& row : kRows) all.push_back(std::string(row.setting) + "=" + row.by_environment);
    return all;
  }
  // Names of all that is in the folder of the test.
  std::vector<std::string> everything() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) names.push_back(entry.path().string());
    return names;
  }
};

TEST_F(DoctorCommand, AFlagBeatsTheEnvironmentWhichBeatsTheFile) {
  write_dotenv();
  const json by_flag = told(flags(), environment());
  const json by_environment = told({}, environment());
  const json by_dotenv = told({});
  for (const Row& row : kRows) {
    EXPECT_EQ(setting(by_flag, row.setting), std::string("flag: ") + row.by_flag);
    EXPECT_EQ(setting(by_environment, row.setting), std::string("environment: ") + row.by_environment);
    EXPECT_EQ(setting(by_dotenv, row.setting), std::string(".env: ") + row.by_dotenv);
  }
}

TEST_F(DoctorCommand, WithoutAllOfThemTheDefaultsHold) {
  const json defaults = told({});
  for (const Row& row : kRows) EXPECT_THAT(setting(defaults, row.setting), HasSubstr("default: ")) << row.setting;
  EXPECT_EQ(setting(defaults, "UPLOAD_DIR"), "default: ./uploads");
  EXPECT_EQ(setting(defaults, "CLIPS_DIR"), "default: ./outputs/clips");
}

TEST_F(DoctorCommand, AFlagBeatsAnEnvironmentThatMakesNoSense) {
  EXPECT_EQ(setting(told({"--port", "0"}, {"PODPROMO_PORT=eighty"}), "PODPROMO_PORT"), "flag: 0");
  const Finished refused = doctor({}, {"PODPROMO_PORT=eighty"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.error_tail, HasSubstr("PODPROMO_PORT is \"eighty\""));
}

TEST_F(DoctorCommand, ChangesNothing) {
  const auto before = everything();
  doctor({});
  EXPECT_EQ(everything(), before);
}

TEST_F(DoctorCommand, NamesEachProblemItsRemedyAndEndsWithSeven) {
  written("file", "x");
  const Finished finished = doctor({"--logs-dir", "file/logs", "--port", "0"});
  EXPECT_EQ(finished.exit_code, 7);
  EXPECT_THAT(finished.output, HasSubstr("problem"));
  EXPECT_THAT(finished.output, HasSubstr("→ Set LOGS_DIR to a folder you may write to"));
}

TEST_F(DoctorCommand, SaysThatAServerIsRunning) {
  if (!has_model()) GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  const Server server(folder_ / "data");
  Arguments arguments{"--model", "tiny.en"};
  for (const std::string name : {"upload", "output", "logs", "transcripts", "clips"})
    arguments.insert(arguments.end(), {"--" + name + "-dir", (folder_ / "data" / name).string()});
  const json found = told(arguments);
  EXPECT_EQ(finding(found, "server")["says"], "one is running on these folders");
  EXPECT_EQ(finding(found, "database")["verdict"], "ok");
  EXPECT_EQ(finding(found, "port")["verdict"], "ok");
  EXPECT_EQ(found["problems"], 0) << found.dump(1);
}

TEST_F(DoctorCommand, TheServerKeepsDataWhereverTheNameLeads) {
  if (!has_model()) GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  fs::create_directories(folder_ / "a disk elsewhere");
  fs::create_directory_symlink(folder_ / "a disk elsewhere", folder_ / "Daten für 播客");
  const Server server(folder_ / "Daten für 播客");
  const Reply uploaded = server.upload(made("tone.mp3", {"-f", "lavfi", "-i", "sine=d=2"}));
  ASSERT_EQ(uploaded.status, 200) << uploaded.body.dump();
  const std::string id = uploaded.body["episodeId"];
  EXPECT_TRUE(fs::exists(folder_ / "a disk elsewhere" / "upload" / id / "source.mp3"));
}

}  // namespace
}  // namespace podpromo
