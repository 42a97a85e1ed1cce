#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>

#include "storage/fake_episode_store.hpp"
#include "storage/fake_job_queue.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

// One back end with everything it needs.
struct BackEnd {
  virtual ~BackEnd() = default;
  virtual EpisodeStore& episodes() = 0;
  virtual JobQueue& jobs() = 0;
};

struct FakeBackEnd final : BackEnd {
  explicit FakeBackEnd(const Clock& clock) : queue(store, clock) {}
  EpisodeStore& episodes() override { return store; }
  JobQueue& jobs() override { return queue; }
  FakeEpisodeStore store;
  FakeJobQueue queue;
};

struct SqliteBackEnd final : BackEnd {
  explicit SqliteBackEnd(const Clock& clock) : database(*open_database(folder / "podpromo.db", clock)) {}
  EpisodeStore& episodes() override { return database->episodes(); }
  JobQueue& jobs() override { return database->jobs(); }
  TestFolder folder;
  std::unique_ptr<Database> database;
};

using Make = std::function<std::unique_ptr<BackEnd>(const Clock&)>;

EpisodeId id(const std::string& text) { return *EpisodeId::parse(text); }

Episode episode(const std::string& name, std::chrono::seconds age = 0s) {
  Episode made{.id = id(name), .title = "Bees", .filename = "bees.mp3", .extension = "mp3", .bytes = 100};
  made.created_at = std::chrono::system_clock::time_point(std::chrono::seconds(1'790'000'000)) - age;
  return made;
}

class StoreContract : public testing::TestWithParam<Make> {
 protected:
  StoreContract() {
    for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(store.add(episode(name)));
  }
  FakeClock clock;
  std::unique_ptr<BackEnd> back_end = GetParam()(clock);
  EpisodeStore& store = back_end->episodes();
  JobQueue& jobs = back_end->jobs();
};

TEST_P(StoreContract, KeepsEveryFieldOfAnEpisode) {
  Episode full = episode("full");
  full.title = "Bienen – ein Gespräch";
  full.show = "Nature's \"best\"";
  full.bytes = 5'000'000'000;
  full.sha256 = std::string(64, 'a');
  full.wishes = {{"language", "de"}};
  full.outline = {{"duration_s", 12.5}};
  ASSERT_TRUE(store.add(full));

  const auto found = store.find(full.id);

  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, full.title);
  EXPECT_EQ(found->show, full.show);
  EXPECT_EQ(found->filename, full.filename);
  EXPECT_EQ(found->extension, "mp3");
  EXPECT_EQ(found->bytes, full.bytes);
  EXPECT_EQ(found->sha256, full.sha256);
  EXPECT_EQ(found->created_at, full.created_at);
  EXPECT_EQ(found->wishes, full.wishes);
  EXPECT_EQ(found->outline, full.outline);
}

TEST_P(StoreContract, RefusesAnIdThatIsTaken) {
  const auto again = store.add(episode("a"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, Fault::conflict);
}

TEST_P(StoreContract, SaysNotFoundForWhatIsNotThere) {
  EXPECT_EQ(store.find(id("zz")).error().fault, Fault::not_found);
  EXPECT_EQ(store.rename(id("zz"), "t", "s").error().fault, Fault::not_found);
  EXPECT_EQ(store.set_outline(id("zz"), {}).error().fault, Fault::not_found);
  EXPECT_EQ(store.set_clips(id("zz"), {}).error().fault, Fault::not_found);
  EXPECT_TRUE(store.remove(id("zz")));
}

TEST_P(StoreContract, ListsTheNewestFirst) {
  ASSERT_TRUE(store.add(episode("new", -5s)));
  ASSERT_TRUE(store.add(episode("old", 100s)));

  const auto all = store.newest(100);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 5U);
  EXPECT_EQ(all->front().id, id("new"));
  EXPECT_EQ(all->back().id, id("old"));
  EXPECT_EQ((*all)[1].id, id("a"));  // equal times by id
  EXPECT_EQ(store.newest(2)->size(), 2U);
}

TEST_P(StoreContract, GoesOnWithTheListWhereAPageEnded) {
  ASSERT_TRUE(store.add(episode("new", -5s)));
  ASSERT_TRUE(store.add(episode("old", 100s)));
  const auto ids_after = [&](const Episode& last, std::size_t limit) {
    std::string ids;
    const auto next = store.next_after({last.created_at, last.id}, limit);
    for (const Episode& one : next.value()) ids += one.id.text() + " ";
    return ids;
  };
  EXPECT_EQ(ids_after(episode("new", -5s), 2), "a b ");
  EXPECT_EQ(ids_after(episode("b"), 2), "c old ");
  EXPECT_EQ(ids_after(episode("old", 100s), 2), "");
  // Its place is known when it is gone.
  ASSERT_TRUE(store.remove(id("b")));
  EXPECT_EQ(ids_after(episode("b"), 9), "c old ");
}

TEST_P(StoreContract, FindsEpisodesOfALength) {
  Episode longer = episode("longer");
  longer.bytes = 7;
  ASSERT_TRUE(store.add(longer));
  EXPECT_EQ(store.of_length(100)->size(), 3U);
  ASSERT_EQ(store.of_length(7)->size(), 1U);
  EXPECT_EQ(store.of_length(7)->front().id, longer.id);
  EXPECT_TRUE(store.of_length(8)->empty());
}

TEST_P(StoreContract, AddsUpTheStoredBytes) { EXPECT_EQ(store.stored_bytes(), 300U); }

TEST_P(StoreContract, RenamesAndOutlines) {
  ASSERT_TRUE(store.rename(id("a"), "Wasps", "Nature"));
  ASSERT_TRUE(store.set_outline(id("a"), {{"clip_count", 3}}));
  EXPECT_EQ(store.find(id("a"))->title, "Wasps");
  EXPECT_EQ(store.find(id("a"))->show, "Nature");
  EXPECT_EQ(store.find(id("a"))->outline["clip_count"], 3);
}

TEST_P(StoreContract, KeepsAChosenTitleAcrossARerun) {
  const ClipId first = ClipId::of_span(id("a"), 1, 20);
  const ClipId second = ClipId::of_span(id("a"), 30, 50);
  ASSERT_TRUE(store.set_clips(id("a"), std::vector{first, second}));
  ASSERT_TRUE(store.choose_title(first, "What bees decide"));

  ASSERT_TRUE(store.set_clips(id("a"), std::vector{second}));
  EXPECT_EQ(store.episode_of(first).error().fault, Fault::not_found);
  EXPECT_EQ(store.choose_title(first, "x").error().fault, Fault::not_found);

  ASSERT_TRUE(store.set_clips(id("a"), std::vector{first}));
  EXPECT_EQ(store.episode_of(first), id("a"));
  EXPECT_EQ(store.chosen_titles(id("a"))->at(first), "What bees decide");
}

TEST_P(StoreContract, RemovesAnEpisodeWithItsJobAndClips) {
  const ClipId clip = ClipId::of_span(id("a"), 1, 20);
  ASSERT_TRUE(store.set_clips(id("a"), std::vector{clip}));
  ASSERT_TRUE(jobs.put(id("a")));

  ASSERT_TRUE(store.remove(id("a")));

  EXPECT_FALSE(store.find(id("a")));
  EXPECT_FALSE(store.episode_of(clip));
  EXPECT_EQ(*jobs.latest(id("a")), std::nullopt);
}

TEST_P(StoreContract, HandsJobsOutInTheOrderTheyCame) {
  ASSERT_TRUE(jobs.put(id("b")));
  ASSERT_TRUE(jobs.put(id("a")));
  EXPECT_EQ(jobs.waiting(), 2U);
  EXPECT_EQ((*jobs.claim(1min))->episode, id("b"));
  EXPECT_EQ((*jobs.claim(1min))->episode, id("a"));
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  EXPECT_EQ(jobs.waiting(), 0U);
}

TEST_P(StoreContract, TakesOneLiveJobPerEpisode) {
  ASSERT_TRUE(jobs.put(id("a")));
  EXPECT_EQ(jobs.put(id("a")).error().fault, Fault::conflict);
  ASSERT_TRUE(jobs.claim(1min));
  EXPECT_EQ(jobs.put(id("a")).error().fault, Fault::conflict);
  EXPECT_EQ(jobs.put(id("zz")).error().fault, Fault::not_found);
}

TEST_P(StoreContract, CountsAttemptsFromOneAndTakesAnEndedJobAgain) {
  EXPECT_EQ(jobs.put(id("a"))->attempt, 1);
  ASSERT_TRUE(jobs.end(**jobs.claim(1min), "{\"reason\":\"why\"}"));
  EXPECT_EQ((*jobs.latest(id("a")))->state, JobState::failed);
  EXPECT_EQ((*jobs.latest(id("a")))->error, "{\"reason\":\"why\"}");

  EXPECT_EQ(jobs.put(id("a"))->attempt, 2);
  EXPECT_EQ((*jobs.latest(id("a")))->error, "");
  ASSERT_TRUE(jobs.end(**jobs.claim(1min), std::nullopt));
  EXPECT_EQ((*jobs.latest(id("a")))->state, JobState::done);
}

TEST_P(StoreContract, SweepsOnlyWhatHasNoLeaseAndFencesTheOldWorker) {
  ASSERT_TRUE(jobs.put(id("a")));
  const Job stale = **jobs.claim(60s);
  clock.pass(59s);
  EXPECT_TRUE(jobs.sweep({})->empty());
  ASSERT_TRUE(jobs.beat(stale, 60s));
  clock.pass(59s);
  EXPECT_TRUE(jobs.sweep({})->empty());
  clock.pass(2s);

  const auto swept = jobs.sweep({});
  ASSERT_EQ(swept->size(), 1U);
  EXPECT_EQ(swept->front().job, (Job{id("a"), 2}));
  EXPECT_FALSE(swept->front().given_up);

  EXPECT_EQ(jobs.beat(stale, 60s).error().fault, Fault::conflict);
  EXPECT_EQ(jobs.end(stale, std::nullopt).error().fault, Fault::conflict);
  EXPECT_EQ(jobs.release(stale).error().fault, Fault::conflict);
  EXPECT_EQ((*jobs.claim(60s))->attempt, 2);
}

TEST_P(StoreContract, GivesUpAJobThatKillsItsWorkerAgainAndAgain) {
  ASSERT_TRUE(jobs.put(id("a")));
  SweepRules rules{.all = true};
  rules.error = [](const EpisodeId&) { return std::string("given up"); };
  rules.furthest = [](const EpisodeId&) { return 10; };
  ASSERT_TRUE(jobs.claim(1min));
  EXPECT_FALSE(jobs.sweep(rules)->front().given_up);
  ASSERT_TRUE(jobs.claim(1min));
  EXPECT_FALSE(jobs.sweep(rules)->front().given_up);
  ASSERT_TRUE(jobs.claim(1min));
  EXPECT_FALSE(jobs.sweep(rules)->front().given_up);
  ASSERT_TRUE(jobs.claim(1min));
  EXPECT_TRUE(jobs.sweep(rules)->front().given_up);
  EXPECT_EQ((*jobs.latest(id("a")))->state, JobState::failed);
  EXPECT_EQ((*jobs.latest(id("a")))->error, "given up");
}

TEST_P(StoreContract, NeverGivesUpAJobThatGetsFurther) {
  ASSERT_TRUE(jobs.put(id("a")));
  int percent = 0;
  SweepRules rules{.all = true};
  rules.furthest = [&](const EpisodeId&) { return percent; };
  for (percent = 1; percent <= 20; ++percent) {
    ASSERT_TRUE(jobs.claim(1min));
    ASSERT_FALSE(jobs.sweep(rules)->front().given_up);
  }
  EXPECT_EQ((*jobs.latest(id("a")))->job.attempt, 21);
}

TEST_P(StoreContract, LetsAReleasedJobKeepItsTurn) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.put(id("b")));
  const auto released = jobs.release(**jobs.claim(1min));
  EXPECT_EQ(released, (Job{id("a"), 2}));
  EXPECT_EQ(**jobs.claim(1min), *released);
}

TEST_P(StoreContract, NeverHandsOutACancelledJob) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.put(id("b")));
  const Job running = **jobs.claim(1min);
  ASSERT_TRUE(jobs.cancel(id("a")));
  ASSERT_TRUE(jobs.cancel(id("b")));
  ASSERT_TRUE(jobs.cancel(id("c")));
  EXPECT_EQ(jobs.beat(running, 1min).error().fault, Fault::conflict);
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  EXPECT_TRUE(jobs.sweep({.all = true})->empty());
}

TEST_P(StoreContract, RemembersThatAnEpisodeWhoseJobHadEndedIsBeingDeleted) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.end(**jobs.claim(1min), std::nullopt));
  ASSERT_TRUE(jobs.cancel(id("a")));
  EXPECT_EQ((*jobs.latest(id("a")))->state, JobState::cancelled);
}

TEST_P(StoreContract, LetsSomebodyChooseAmongThoseThatMayBegin) {
  ASSERT_TRUE(jobs.put(id("a")));
  clock.pass(5s);
  ASSERT_TRUE(jobs.put(id("b")));
  std::vector<LiveJob> seen;
  const auto last = [&](std::span<const LiveJob> line) -> std::optional<std::size_t> {
    seen.assign(line.begin(), line.end());
    return line.size() - 1;
  };
  EXPECT_EQ((*jobs.claim(1min, last))->episode, id("b"));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].job, (Job{id("a"), 1}));
  EXPECT_EQ(seen[1].since - seen[0].since, 5s);
  EXPECT_EQ(*jobs.claim(1min, [](auto) { return std::nullopt; }), std::nullopt);
}

TEST_P(StoreContract, CountsWhoMakesWayAndLetsThemWaitAnew) {
  ASSERT_TRUE(jobs.put(id("a")));
  const Job running = **jobs.claim(1min);
  clock.pass(100s);
  EXPECT_EQ(jobs.make_way(running), (Job{id("a"), 2}));
  EXPECT_EQ(jobs.make_way(running).error().fault, Fault::conflict);
  const LiveJob now = jobs.live()->front();
  EXPECT_EQ(now.yields, 1);
  EXPECT_EQ(now.state, JobState::waiting);
  EXPECT_EQ(now.since, clock.now());
}

TEST_P(StoreContract, HandsOutAPostponedJobWhenItsTimeHasCome) {
  ASSERT_TRUE(jobs.put(id("a")));
  const Job failed = **jobs.claim(1min);
  EXPECT_EQ(jobs.postpone(failed, clock.now() + 20s), (Job{id("a"), 2}));
  EXPECT_EQ(jobs.postpone(failed, clock.now()).error().fault, Fault::conflict);
  EXPECT_EQ((*jobs.latest(id("a")))->tries, 1);
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  clock.pass(19s);
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  clock.pass(1s);
  EXPECT_EQ((*jobs.claim(1min))->attempt, 2);
}

TEST_P(StoreContract, DoesNotWaitForATimeThatOnlyAClockSetBackMadeFar) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.postpone(**jobs.claim(1min), clock.now() + 20s));
  clock.pass(-24h);
  EXPECT_TRUE(*jobs.claim(1min));
}

TEST_P(StoreContract, ForgetsTriesAndYieldsWhenThatJobIsPutAgain) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.postpone(**jobs.claim(1min), clock.now() + 20s));
  clock.pass(20s);
  ASSERT_TRUE(jobs.make_way(**jobs.claim(1min)));
  ASSERT_TRUE(jobs.end(**jobs.claim(1min), "why"));
  ASSERT_TRUE(jobs.put(id("a")));
  EXPECT_EQ(jobs.live()->front().tries, 0);
  EXPECT_EQ(jobs.live()->front().yields, 0);
}

TEST_P(StoreContract, StopsALiveJobForGoodAndFencesItsWorker) {
  ASSERT_TRUE(jobs.put(id("a")));
  ASSERT_TRUE(jobs.put(id("b")));
  const Job running = **jobs.claim(1min);
  EXPECT_EQ(jobs.stop(id("a"), "by you"), running);
  EXPECT_EQ(jobs.stop(id("b"), "by you")->attempt, 1);
  EXPECT_EQ((*jobs.latest(id("a")))->state, JobState::failed);
  EXPECT_EQ((*jobs.latest(id("a")))->error, "by you");
  EXPECT_EQ(jobs.end(running, std::nullopt).error().fault, Fault::conflict);
  EXPECT_EQ(jobs.stop(id("a"), "again").error().fault, Fault::conflict);
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  EXPECT_TRUE(jobs.live()->empty());
}

TEST_P(StoreContract, HandsOutNothingWhileItIsPaused) {
  ASSERT_TRUE(jobs.put(id("a")));
  EXPECT_EQ(jobs.paused(), false);
  ASSERT_TRUE(jobs.pause(true));
  EXPECT_EQ(jobs.paused(), true);
  EXPECT_EQ(*jobs.claim(1min), std::nullopt);
  EXPECT_EQ(jobs.waiting(), 1U);
  ASSERT_TRUE(jobs.pause(false));
  EXPECT_TRUE(*jobs.claim(1min));
}

TEST_P(StoreContract, GivesEachJobToOneOfManyThreads) {
  constexpr int kJobs = 40;
  for (int i = 0; i < kJobs; ++i) {
    ASSERT_TRUE(store.add(episode("job-" + std::to_string(i))));
    ASSERT_TRUE(jobs.put(id("job-" + std::to_string(i))));
  }
  std::mutex mutex;
  std::multiset<EpisodeId> claimed;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 8; ++i)
      workers.emplace_back([&] {
        for (auto job = jobs.claim(1min); job && *job; job = jobs.claim(1min)) {
          const std::lock_guard lock(mutex);
          claimed.insert((*job)->episode);
        }
      });
  }
  EXPECT_EQ(claimed.size(), static_cast<std::size_t>(kJobs));
  EXPECT_EQ(std::set<EpisodeId>(claimed.begin(), claimed.end()).size(), claimed.size());
}

INSTANTIATE_TEST_SUITE_P(Fake, StoreContract, testing::Values([](const Clock& clock) -> std::unique_ptr<BackEnd> {
                           return std::make_unique<FakeBackEnd>(clock);
                         }));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values([](const Clock& clock) -> std::unique_ptr<BackEnd> {
                           return std::make_unique<SqliteBackEnd>(clock);
                         }));

}  // namespace

}  // namespace podpromo
