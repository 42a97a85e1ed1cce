#include "storage/log.hpp"

#include <gmock/gmock.h>
#include <spdlog/logger.h>

#include <thread>

#include "base/log_here.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(EpisodeLogTest, TakesWhatDeepWorkNoticesWithTheEpisodeAndTheStage) {
  const TestFolder folder;
  const EpisodeId id = *EpisodeId::parse("one-episode");
  log_on_stderr(Telling::everything);
  CaptureStderr();
  {
    EpisodeLog log(folder / "one.log", id);
    const LogScope scope(log.notes());
    log.at("words");
    std::thread(logging_here([] { log_here()->info("could not be aligned"); })).join();
    log.at("moments");
    log.line("for this log only");
  }
  log_here()->info("of no episode");
  const std::string shown = GetCapturedStderr();
  const auto kept = read_whole(folder / "one.log");
  ASSERT_TRUE(kept);
  EXPECT_THAT(*kept, HasSubstr("info episode=one-episode stage=words could not be aligned\n"));
  EXPECT_THAT(*kept, HasSubstr("info episode=one-episode stage=moments for this log only\n"));
  EXPECT_THAT(shown, HasSubstr("info episode=one-episode stage=words could not be aligned\n"));
  EXPECT_THAT(shown, Not(HasSubstr("for this log only")));
  EXPECT_THAT(shown, HasSubstr("info of no episode\n"));
}

TEST(EpisodeLogTest, LeavesNotesToTheOthersWhereItCannotBeWritten) {
  const TestFolder folder;
  ASSERT_TRUE(write_durably(folder / "file", "x"));
  EpisodeLog log(folder / "file" / "one.log", *EpisodeId::parse("one-episode"));
  log.line("nowhere");
  const LogScope scope(log.notes());
  EXPECT_NE(log_here(), nullptr);
}

}  // namespace
}  // namespace podpromo
