#include "studio/doctor/doctor.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "process/run.hpp"
#include "storage/data_lock.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using testing::HasSubstr;

class Doctor : public testing::Test {
 protected:
  // The disk of a test machine may be small, and what is asked there runs beside other tests.
  Doctor() {
    let_programs_give_way(GivesWay::a_little);
    settings.folders = folder.folders();
    settings.free_space_reserve_bytes = settings.max_upload_bytes = 0;
  }

  // The finding of that name, or an empty one.
  static Finding about(const std::string& name, const Findings& findings) {
    Finding worst;
    for (const Finding& finding : findings)
      if (finding.name == name && (worst.name.empty() || finding.verdict > worst.verdict)) worst = finding;
    return worst;
  }
  Findings folders() {
    Findings findings;
    examine_folders(settings, findings);
    return findings;
  }
  Findings records(bool running = false) {
    Findings findings;
    examine_records(settings, running, findings);
    return findings;
  }

  TestFolder folder;
  Settings settings;
  FakeClock clock;
};

TEST_F(Doctor, FindsFoldersThatCanBeMadeAndMakesNone) {
  const Findings findings = folders();
  EXPECT_EQ(about("UPLOAD_DIR", findings).verdict, Verdict::ok);
  EXPECT_THAT(about("UPLOAD_DIR", findings).says, HasSubstr("can be made"));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(Doctor, WritesAndReadsInThoseThatAreThereAndLeavesNothing) {
  ASSERT_TRUE(settings.folders.make());
  EXPECT_THAT(about("LOGS_DIR", folders()).says, HasSubstr("written and read"));
  EXPECT_TRUE(fs::is_empty(settings.folders.logs));
}

TEST_F(Doctor, FindsWhatCantBeWrittenAndSaysHowToMendIt) {
  settings.folders.uploads = "/proc/podpromo";
  ASSERT_TRUE(write_durably(folder / "file", "x"));
  settings.folders.logs = folder / "file" / "logs";
  settings.folders.outputs = "/proc";
  const Findings findings = folders();
  EXPECT_EQ(about("LOGS_DIR", findings).verdict, Verdict::problem);
  EXPECT_THAT(about("LOGS_DIR", findings).says, HasSubstr("is not a folder"));
  EXPECT_THAT(about("LOGS_DIR", findings).remedy, HasSubstr("Set LOGS_DIR"));
  EXPECT_EQ(about("OUTPUT_DIR", findings).verdict, Verdict::problem);
}

TEST_F(Doctor, FindsADiskThatIsNearlyFull) {
  settings.free_space_reserve_bytes = std::uint64_t{1} << 60;
  EXPECT_EQ(about("CLIPS_DIR", folders()).verdict, Verdict::problem);
  settings.free_space_reserve_bytes = 0;
  settings.max_upload_bytes = std::uint64_t{1} << 60;
  EXPECT_EQ(about("CLIPS_DIR", folders()).verdict, Verdict::warning);
}

TEST_F(Doctor, FindsAQuotaThatIsNearlyUsedUp) {
  ASSERT_TRUE(write_durably(settings.folders.uploads / "abc" / "source.mp3", std::string(95, 'x')));
  settings.quota_bytes = 100;
  EXPECT_EQ(about("quota", folders()).verdict, Verdict::warning);
}

TEST_F(Doctor, FindsFoldersThatStandInEachOthersWay) {
  settings.folders.clips = settings.folders.uploads;
  EXPECT_EQ(about("layout", folders()).verdict, Verdict::problem);
}

TEST_F(Doctor, FindsAFolderThatEverybodyMayWriteTo) {
  ASSERT_TRUE(settings.folders.make());
  ASSERT_EQ(::chmod(settings.folders.clips.c_str(), 0777), 0);
  EXPECT_THAT(about("CLIPS_DIR", folders()).remedy, HasSubstr("chmod o-w"));
}

TEST_F(Doctor, FindsDataThatTheSourcesWatcherWouldSee) {
  ASSERT_TRUE(run({.program = "git", .arguments = {"init", "--quiet", folder.path().string()}}));
  const Finding seen = about("UPLOAD_DIR", folders());
  EXPECT_EQ(seen.verdict, Verdict::warning);
  EXPECT_THAT(seen.says, HasSubstr("git doesn't ignore it"));
  ASSERT_TRUE(write_durably(folder / ".gitignore", "/*\n"));
  EXPECT_EQ(about("UPLOAD_DIR", folders()).verdict, Verdict::ok);
}

TEST_F(Doctor, SaysSoWhereGitCannotBeAsked) {
  fs::create_directory(folder / ".git");
  EXPECT_THAT(about("UPLOAD_DIR", folders()).says, HasSubstr("git can't be asked"));
}

TEST_F(Doctor, FindsDataWhereAWebServerLooks) {
  settings.folders.logs = "/var/www/html/logs";
  EXPECT_THAT(about("LOGS_DIR", folders()).remedy, HasSubstr("LOGS_DIR"));
}

TEST_F(Doctor, LooksThroughTheDatabaseWithOrWithoutAServer) {
  EXPECT_THAT(about("database", records()).says, HasSubstr("made at the first start"));
  ASSERT_TRUE(settings.folders.make());
  const auto database = open_database(settings.folders.database(), clock);
  ASSERT_TRUE(database);
  EXPECT_EQ(about("database", records(true)).verdict, Verdict::ok);
  EXPECT_EQ(about("database", records(false)).verdict, Verdict::ok);
}

TEST_F(Doctor, FindsADamagedDatabase) {
  ASSERT_TRUE(write_durably(settings.folders.database(), std::string(9000, 'x')));
  const Finding found = about("database", records());
  EXPECT_EQ(found.verdict, Verdict::problem);
  EXPECT_THAT(found.remedy, HasSubstr("podpromo.db"));
}

TEST_F(Doctor, FindsASigningKeyThatOthersMayRead) {
  ASSERT_TRUE(write_durably(settings.folders.outputs / "signing.key", "x"));
  EXPECT_THAT(about("signing key", records()).remedy, HasSubstr("chmod 600"));
}

TEST_F(Doctor, SaysThatAServerIsRunningInsteadOfFailing) {
  ASSERT_TRUE(settings.folders.make());
  const auto lock = DataLock::take(settings.folders);
  Findings findings;
  examine_machine(settings, DataLock::is_held(settings.folders), clock, findings);
  EXPECT_THAT(about("port", findings).says, HasSubstr("a server is running"));
}

TEST_F(Doctor, FindsAPortThatIsTakenOrForbidden) {
  settings.host = "192.0.2.1";
  Findings findings;
  examine_machine(settings, false, clock, findings);
  EXPECT_EQ(about("port", findings).verdict, Verdict::problem);
}

TEST_F(Doctor, FindsAClockThatIsBehindTheData) {
  ASSERT_TRUE(settings.folders.make());
  fs::last_write_time(settings.folders.uploads, fs::file_time_type::clock::now() + std::chrono::hours(24));
  settings.port = 0;
  Findings findings;
  examine_machine(settings, false, SystemClock(), findings);
  EXPECT_EQ(about("clock", findings).verdict, Verdict::problem);
}

TEST_F(Doctor, FindsFfmpegAndItsParts) {
  Findings findings;
  examine_programs(findings);
  for (const Finding& finding : findings) EXPECT_EQ(finding.verdict, Verdict::ok) << finding.says;
  EXPECT_EQ(findings.size(), 4u);
}

TEST_F(Doctor, FindsAModelThatIsMissing) {
  settings.models_folder = folder / "models";
  Findings findings;
  examine_models(settings, {}, findings);
  EXPECT_EQ(about("base", findings).verdict, Verdict::problem);
  EXPECT_THAT(about("base", findings).remedy, HasSubstr("podpromo models pull base"));
  EXPECT_EQ(about("resemblyzer", findings).verdict, Verdict::warning);
  EXPECT_THAT(about("resemblyzer", findings).remedy, HasSubstr("podpromo models pull resemblyzer"));
}

}  // namespace
}  // namespace podpromo
