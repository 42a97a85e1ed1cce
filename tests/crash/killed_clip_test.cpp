#include <poll.h>

#include <csignal>

#include <chrono>
#include <iostream>
#include <random>

#include "program.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

using Clock = std::chrono::steady_clock;

// A stage is over when its artefact stands; the journal of words grows while it lasts.
const std::vector<std::string> kBorders = {"00_media.json",   "10_probe.json",    "25_expected.json",
                                           "20_sound.json",   "30_words.journal", "30_words.json",
                                           "40_moments.json", "60_render-",       "clips.json"};

bool stands(const fs::path& out, const std::string& border) {
  std::error_code error;
  const fs::path folder = border == "clips.json" ? out : out / ".podpromo";
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::end(entry); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(border) && !name.ends_with(".draft") && entry->file_size(error) > 0) return true;
  }
  return false;
}

// Artefacts that say a stage is done: all of them but the journal, which grows, and the state of the run itself.
std::map<std::string, FileMark> finished_stages(const fs::path& out) {
  auto marks = files_in(out / ".podpromo");
  std::erase_if(marks, [](const auto& file) { return !file.first.ends_with(".json") || file.first == "job.json"; });
  return marks;
}

// What the listener came for: everything but the program's own folder.
std::map<std::string, std::string> results(const fs::path& out) {
  auto bytes = bytes_in(out);
  std::erase_if(bytes, [](const auto& file) { return file.first.starts_with(".podpromo/"); });
  return bytes;
}

class KilledClip : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    episode_ = spoken_episode();
    const auto begin = Clock::now();
    ASSERT_EQ(podpromo(clip_into("undisturbed")).exit_code, 0);
    undisturbed_for_ = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    undisturbed_ = results(folder_ / "undisturbed");
    ASSERT_GE(undisturbed_.size(), 10u);
  }

  Arguments clip_into(const std::string& out) const {
    return {"clip",   episode_.string(), "--out", (folder_ / out).string(), "--model", "tiny.en",  "--max-clips",
            "1",      "--max-length",    "20",    "--min-length",           "8",       "--format", "square",
            "--quiet"};
  }

  // Kills the command as soon as `now` says so. False when it had ended by itself before.
  template <typename Now>
  bool killed_when(const std::string& out, Now now) {
    auto child = podpromo_started(clip_into(out));
    if (!child) ADD_FAILURE() << child.error().reason;
    if (!child) return false;
    const auto begin = Clock::now();
    while (!now() && Clock::now() - begin < 3min) {
      if (child->exited.get() >= 0 && ended(*child)) return false;
    }
    child->signal_group(SIGKILL);
    return child->reap() == 128 + SIGKILL;
  }

  void expect_as_undisturbed(const std::string& out) const {
    const auto finished = podpromo(clip_into(out));
    EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
    const auto now = results(folder_ / out);
    EXPECT_EQ(now.size(), undisturbed_.size());
    for (const auto& [name, bytes] : undisturbed_)
      EXPECT_TRUE(now.contains(name) && now.at(name) == bytes) << name << " differs from the undisturbed run's";
    EXPECT_THAT(drafts_in(folder_ / out), IsEmpty());
  }

  static void expect_kept(const std::map<std::string, FileMark>& before, const std::map<std::string, FileMark>& after) {
    for (const auto& [name, mark] : before)
      EXPECT_TRUE(after.contains(name) && after.at(name) == mark) << name << " was made a second time";
  }

  fs::path episode_;
  std::chrono::milliseconds undisturbed_for_{0};
  std::map<std::string, std::string> undisturbed_;

 private:
  static bool ended(const Child& child) {
    struct pollfd ready = {.fd = child.exited.get(), .events = POLLIN, .revents = 0};
    return ::poll(&ready, 1, 1) > 0;
  }
};

TEST_F(KilledClip, AtEveryBorderOfAStageGoesOnFromThereToTheSameBytes) {
  std::map<std::string, FileMark> kept;
  for (const std::string& border : kBorders) {
    SCOPED_TRACE("killed at " + border);
    const bool killed = killed_when("borders", [&] { return stands(folder_ / "borders", border); });
    // Between the last clip and the end there are a few small files, which a fast disk takes before anybody looks.
    const bool near_the_end = border == "60_render-" || border == "clips.json";
    EXPECT_TRUE(killed || (near_the_end && stands(folder_ / "borders", "clips.json")));
    const auto now = finished_stages(folder_ / "borders");
    expect_kept(kept, now);
    kept = now;
  }
  expect_as_undisturbed("borders");
  expect_kept(kept, finished_stages(folder_ / "borders"));
}

// Four kills in each of five runs, so that a run that was killed is killed again on its way.
TEST_F(KilledClip, AtTwentyRandomInstantsGoesOnToTheSameBytes) {
  const unsigned seed = std::random_device{}();
  std::cout << "The instants come from seed " << seed << ".\n";
  std::mt19937 random(seed);
  std::uniform_int_distribution<long> instant(0, undisturbed_for_.count() / 2);
  for (int number = 0; number < 20; ++number) {
    const std::string out = "random-" + std::to_string(number / 4);
    const std::chrono::milliseconds after{instant(random)};
    SCOPED_TRACE("seed " + std::to_string(seed) + ", kill " + std::to_string(number) + " after " +
                 std::to_string(after.count()) + " ms");
    const auto kept = finished_stages(folder_ / out);
    const auto begin = Clock::now();
    killed_when(out, [&] { return Clock::now() - begin >= after; });
    expect_kept(kept, finished_stages(folder_ / out));
    if (number % 4 == 3) expect_as_undisturbed(out);
  }
}

}  // namespace
}  // namespace podpromo
