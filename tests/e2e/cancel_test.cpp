// Stopped in the middle of rendering: within two seconds nothing runs any more, and nothing half-made stays.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>

#include "server.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::IsEmpty;

constexpr std::string_view kWords = R"(1
00:00:00,200 --> 00:00:09,000
Welcome to the small garden show. Today we talk about why most people quit in the first month.

2
00:00:09,200 --> 00:00:17,000
The biggest mistake is to plant everything on one weekend. And then you blame yourself.

3
00:00:17,200 --> 00:00:27,000
So what should a beginner do instead? I lost two hundred dollars of seedlings in my first spring.

4
00:00:27,200 --> 00:00:38,000
That was the moment I learned to start with three pots and nothing else. It changed how I think about patience.
)";

// The command lines of all programs that name something below `folder`, but for podpromo itself.
std::vector<std::string> programs_at(const fs::path& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string line = command_line(entry.path());
    if (line.starts_with("ff") && line.find(folder.string()) != std::string::npos) found.push_back(line);
  }
  return found;
}

bool comes_true(const std::function<bool()>& condition) {
  for (const auto begin = steady_clock::now(); steady_clock::now() - begin < 3min; ::poll(nullptr, 0, 5))
    if (condition()) return true;
  return false;
}

class Cancel : public WholeProgram {
 protected:
  fs::path data() const { return folder_ / "data"; }
  bool renders() const { return !programs_at(folder_).empty() && !drafts_in(folder_).empty(); }
  void expect_nothing_half_made() const {
    EXPECT_THAT(programs_at(folder_), IsEmpty());
    EXPECT_THAT(drafts_in(folder_), IsEmpty());
  }
};

// Ends as it would for Ctrl-C in a terminal; how long that took.
steady_clock::duration interrupted(Child& child, int& exit_code) {
  const auto begin = steady_clock::now();
  child.signal_group(SIGINT);
  struct pollfd ended = {.fd = child.exited.get(), .events = POLLIN, .revents = 0};
  ::poll(&ended, 1, 20'000);
  const auto took = steady_clock::now() - begin;
  exit_code = child.reap();
  return took;
}

TEST_F(Cancel, CtrlCEndsAClipCommandWithAllItStarted) {
  const fs::path episode = filmed_episode();
  const fs::path words = written("garden.srt", kWords);
  auto child = podpromo_started({"clip", "--quiet", "--min-length", "8", "--transcript", words.string(), "--out",
                                 (folder_ / "clips").string(), episode.string()});
  ASSERT_TRUE(child);
  ASSERT_TRUE(comes_true([&] { return renders(); }));

  int exit_code = 0;
  EXPECT_LT(interrupted(*child, exit_code), 2s);

  EXPECT_EQ(exit_code, 130);
  expect_nothing_half_made();
}

class CancelOnServer : public Cancel {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    episode_ = filmed_episode();
  }
  std::string rendering(const Server& server) const {
    const Reply uploaded = server.upload(episode_);
    EXPECT_EQ(uploaded.status, 200) << uploaded.body.dump();
    const std::string id = uploaded.body.value("episodeId", "");
    EXPECT_TRUE(reaches(server, id, "generating"));
    EXPECT_TRUE(comes_true([&] { return renders(); }));
    return id;
  }
  fs::path episode_;
};

TEST_F(CancelOnServer, StopsWithinTwoSecondsAndRetryDoesNothingTwice) {
  const Server server(data());
  const std::string id = rendering(server);

  const auto begin = steady_clock::now();
  EXPECT_EQ(server.ask("POST", "/api/episodes/" + id + "/cancel").status, 200);
  EXPECT_TRUE(comes_true([&] { return programs_at(folder_).empty() && drafts_in(folder_).empty(); }));
  EXPECT_LT(steady_clock::now() - begin, 2s);
  expect_nothing_half_made();
  EXPECT_EQ(server.get("/api/progress/" + id).body["progress"]["message"], "Stopped by you.");

  const auto kept = files_in(data() / "upload" / id / "work");
  EXPECT_EQ(server.ask("POST", "/api/episodes/" + id + "/retry").status, 202);
  ASSERT_TRUE(reaches(server, id, "completed"));
  const auto after = files_in(data() / "upload" / id / "work");
  for (const auto& [name, mark] : kept) EXPECT_TRUE(after.at(name) == mark) << name;
  expect_nothing_half_made();
}

TEST_F(CancelOnServer, DeletingLeavesNothingRunningAndNoFiles) {
  const Server server(data());
  const std::string id = rendering(server);

  const auto begin = steady_clock::now();
  EXPECT_EQ(server.ask("DELETE", "/api/episodes/" + id).status, 200);
  EXPECT_LT(steady_clock::now() - begin, 3s);

  expect_nothing_half_made();
  for (const auto& [name, mark] : files_in(data())) EXPECT_EQ(name.find(id), std::string::npos) << name;
  EXPECT_EQ(server.get("/api/progress/" + id).status, 404);
}

TEST_F(CancelOnServer, CtrlCEndsTheServerWithAllItStarted) {
  Server server(data());
  rendering(server);
  const auto begin = steady_clock::now();
  const int exit_code = server.interrupt();
  EXPECT_LT(steady_clock::now() - begin, 3s);
  EXPECT_EQ(exit_code, 0);
  expect_nothing_half_made();
}

}  // namespace
}  // namespace podpromo
