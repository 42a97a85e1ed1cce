#pragma once

#include "jobs/episode_view.hpp"
#include "jobs/fake_pipeline.hpp"
#include "jobs/workshop.hpp"
#include "process/run.hpp"
#include "storage/fake_episode_store.hpp"
#include "storage/fake_job_queue.hpp"
#include "storage/test_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace podpromo {

// Lets one thread wait for another.
class Latch {
 public:
  void open() {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    opened_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

// A workshop on folders of its own, with a pipeline that takes no time.
class WorkshopTest : public testing::Test {
 protected:
  // Beside other tests, work that gives way to everything would hardly be done.
  WorkshopTest() {
    let_programs_give_way(GivesWay::a_little);
    EXPECT_TRUE(folders.make());
  }

  static EpisodeId id(const std::string& text = "abc") { return *EpisodeId::parse(text); }

  void build() {
    workshop.reset();
    workshop =
        std::make_unique<Workshop>(WorkshopParts{folders, episodes, jobs, *board, clock, pipeline.bound()}, settings);
  }
  // As if the process had died and come back: memory is gone, store, queue and files are not.
  void come_back() {
    workshop.reset();
    board.reset();
    board = std::make_unique<ProgressBoard>(folders, clock);
    build();
  }
  Done take_in(const std::string& name = "abc", const ClipWishes& wishes = {}) {
    EXPECT_TRUE(write_durably(folders.source(id(name), "mp3"), "some media bytes"));
    return workshop->take_in({.id = id(name),
                              .title = "bees",
                              .filename = "bees.mp3",
                              .extension = "mp3",
                              .bytes = 16,
                              .created_at = clock.now()},
                             wishes);
  }
  // What a server that was killed in the middle of listening leaves.
  void leave_halfway(int percent = 50) {
    ASSERT_TRUE(take_in());
    ASSERT_TRUE(*jobs.claim(std::chrono::minutes(1)));
    const int attempt = (*jobs.latest(id()))->job.attempt;
    board->update({id(), attempt}, {.stage = "transcribing", .percent = percent, .message = "Listening"});
    ASSERT_TRUE(board->flush(id()));
  }
  nlohmann::json shown(const std::string& name = "abc") {
    return nlohmann::json::parse(*board->answer(name).body)["progress"];
  }
  nlohmann::json view(const std::string& name = "abc") {
    return *episode_view(*episodes.find(id(name)), {folders, episodes, jobs, *board});
  }
  // Returns when the condition holds; the test's deadline is the limit.
  static void wait_until(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  // The same for the stage that the episode's progress is at, and for the state of its job.
  void wait_for(const std::string& stage, const std::string& name = "abc") {
    wait_until([&] { return shown(name)["stage"] == stage; });
  }
  void wait_for(JobState wanted) {
    wait_until([&] { return state() == wanted; });
  }
  JobState state(const std::string& name = "abc") { return (*jobs.latest(id(name)))->state; }

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  FakeEpisodeStore episodes;
  FakeJobQueue jobs{episodes, clock};
  FakePipeline pipeline;
  WorkshopSettings settings;
  // For tests that watch a worker in the middle; they outlive the workshop.
  Latch at_work;
  Latch let_go;
  Latch stopped;
  std::unique_ptr<ProgressBoard> board = std::make_unique<ProgressBoard>(folders, clock);
  std::unique_ptr<Workshop> workshop;
};

}  // namespace podpromo
