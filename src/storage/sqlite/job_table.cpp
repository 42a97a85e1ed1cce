#include "storage/sqlite/job_table.hpp"

namespace podpromo {

namespace {

// The next turn at the end of the queue.
constexpr std::string_view kPut =
    "INSERT INTO jobs(episode,state,attempt,turn,lease_ms,crashes,furthest,error,since_ms)"
    " VALUES(?1,'waiting',1,(SELECT coalesce(max(turn),0)+1 FROM jobs),0,0,0,'',?2)"
    " ON CONFLICT(episode) DO UPDATE SET state='waiting', attempt=attempt+1, turn=excluded.turn, lease_ms=0,"
    " crashes=0, furthest=0, error='', since_ms=excluded.since_ms, not_before_ms=0, tries=0, yields=0"
    " WHERE state NOT IN ('waiting','running')";
// The ways back into the queue keep the turn. Their last two places are the episode and the attempt.
constexpr std::string_view kSwept =
    "UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0, crashes=?, furthest=?"
    " WHERE episode=? AND attempt=? AND state='running'";
constexpr std::string_view kReleased =
    "UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0, since_ms=?"
    " WHERE episode=? AND attempt=? AND state='running'";
constexpr std::string_view kMadeWay =
    "UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0, since_ms=?, yields=yields+1"
    " WHERE episode=? AND attempt=? AND state='running'";
constexpr std::string_view kPostponed =
    "UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0, since_ms=?, not_before_ms=?, tries=tries+1"
    " WHERE episode=? AND attempt=? AND state='running'";
constexpr std::string_view kDue =
    "SELECT episode,attempt,state,since_ms,not_before_ms,tries,yields FROM jobs"
    " WHERE state='waiting' AND (not_before_ms<=?1 OR not_before_ms>?2) ORDER BY turn";
constexpr std::string_view kLive =
    "SELECT episode,attempt,state,since_ms,not_before_ms,tries,yields FROM jobs"
    " WHERE state IN ('waiting','running') ORDER BY turn";

struct Orphan {
  Job job;
  int crashes = 0;
  int furthest = 0;
};

std::unexpected<Error> not_ours() {
  return failure(Fault::conflict, "this job belongs to a newer attempt, or to none any more");
}

Result<JobState> parse_state(const std::string& name) {
  if (name == "waiting") return JobState::waiting;
  if (name == "running") return JobState::running;
  if (name == "done") return JobState::done;
  if (name == "failed") return JobState::failed;
  if (name == "cancelled") return JobState::cancelled;
  return failure(Fault::internal, "the database holds a job in a state nobody knows", {}, name);
}

Done ours(const Connection& db) {
  if (db.changed() == 0) return not_ours();
  return {};
}

Result<int> attempt_of(Connection& db, const EpisodeId& episode) {
  PODPROMO_TRY(found, db.prepare("SELECT attempt FROM jobs WHERE episode=?", {episode.text()}));
  PODPROMO_TRY(row, found.step());
  if (!row) return not_ours();
  return static_cast<int>(found.number(0));
}

std::int64_t milliseconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::chrono::system_clock::time_point time_of(std::int64_t milliseconds) {
  return std::chrono::system_clock::time_point(std::chrono::milliseconds(milliseconds));
}

// The rows of kDue or kLive.
Result<std::vector<LiveJob>> live_jobs(Statement& found) {
  std::vector<LiveJob> jobs;
  for (;;) {
    PODPROMO_TRY(row, found.step());
    if (!row) return jobs;
    PODPROMO_TRY(episode, EpisodeId::parse(found.text(0)));
    PODPROMO_TRY(state, parse_state(found.text(2)));
    jobs.push_back({{std::move(episode), static_cast<int>(found.number(1))},
                    state,
                    time_of(found.number(3)),
                    time_of(found.number(4)),
                    static_cast<int>(found.number(5)),
                    static_cast<int>(found.number(6))});
  }
}

Result<bool> is_paused(Connection& db) {
  PODPROMO_TRY(found, db.prepare("SELECT paused FROM queue"));
  PODPROMO_TRY(row, found.step());
  return row && found.number(0) != 0;
}

Result<std::vector<LiveJob>> due_jobs(Connection& db, std::int64_t now_ms) {
  PODPROMO_TRY(paused, is_paused(db));
  if (paused) return std::vector<LiveJob>{};
  constexpr std::int64_t kLongest = std::chrono::milliseconds(kLongestPostponement).count();
  PODPROMO_TRY(found, db.prepare(kDue, {now_ms, now_ms + kLongest}));
  return live_jobs(found);
}

Result<std::vector<Orphan>> orphans(Connection& db, bool all, std::int64_t now_ms) {
  PODPROMO_TRY(found, db.prepare("SELECT episode,attempt,crashes,furthest FROM jobs"
                                 " WHERE state='running' AND (? OR lease_ms<=?) ORDER BY turn",
                                 {std::int64_t{all}, now_ms}));
  std::vector<Orphan> list;
  for (;;) {
    PODPROMO_TRY(row, found.step());
    if (!row) return list;
    PODPROMO_TRY(episode, EpisodeId::parse(found.text(0)));
    list.push_back({{std::move(episode), static_cast<int>(found.number(1))},
                    static_cast<int>(found.number(2)),
                    static_cast<int>(found.number(3))});
  }
}

Result<Swept> sweep_one(Connection& db, const Orphan& orphan, const SweepRules& rules) {
  const EpisodeId& episode = orphan.job.episode;
  const int furthest = rules.furthest(episode);
  const int crashes = furthest > orphan.furthest ? 1 : orphan.crashes + 1;
  if (crashes > rules.most_crashes) {
    PODPROMO_TRY(db.run("UPDATE jobs SET state='failed', error=?, crashes=? WHERE episode=?",
                        {rules.error(episode), std::int64_t{crashes}, episode.text()}));
    return Swept{orphan.job, true};
  }
  PODPROMO_TRY(db.run(
      kSwept, {std::int64_t{crashes}, std::int64_t{furthest}, episode.text(), std::int64_t{orphan.job.attempt}}));
  return Swept{{episode, orphan.job.attempt + 1}, false};
}

}  // namespace

std::int64_t JobTable::now_ms() const { return milliseconds_of(clock_.now()); }

Result<Job> JobTable::put(const EpisodeId& episode) {
  Job job{episode};
  const auto work = [&](Connection& db) -> Done {
    {
      PODPROMO_TRY(found, db.prepare("SELECT 1 FROM episodes WHERE id=?", {episode.text()}));
      PODPROMO_TRY(row, found.step());
      if (!row) return failure(Fault::not_found, "episode not found");
    }
    PODPROMO_TRY(db.run(kPut, {episode.text(), now_ms()}));
    if (db.changed() == 0) return failure(Fault::conflict, "the episode is being worked on already");
    PODPROMO_TRY(attempt, attempt_of(db, episode));
    job.attempt = attempt;
    return {};
  };
  PODPROMO_TRY(writer_.write(work));
  return job;
}

Result<std::optional<Job>> JobTable::claim(std::chrono::milliseconds lease, const Pick& pick) {
  std::optional<Job> claimed;
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(line, due_jobs(db, now_ms()));
    const auto chosen = line.empty() ? std::nullopt : pick(line);
    if (!chosen) return {};
    const Job& job = line.at(*chosen).job;
    PODPROMO_TRY(db.run("UPDATE jobs SET state='running', lease_ms=?, since_ms=? WHERE episode=?",
                        {now_ms() + lease.count(), now_ms(), job.episode.text()}));
    claimed = job;
    return {};
  };
  PODPROMO_TRY(writer_.write(work));
  return claimed;
}

Done JobTable::beat(const Job& job, std::chrono::milliseconds lease) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("UPDATE jobs SET lease_ms=? WHERE episode=? AND attempt=? AND state='running'",
                        {now_ms() + lease.count(), job.episode.text(), std::int64_t{job.attempt}}));
    return ours(db);
  });
}

Done JobTable::end(const Job& job, const std::optional<std::string>& error) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run(
        "UPDATE jobs SET state=?, error=?, crashes=0, furthest=0"
        " WHERE episode=? AND attempt=? AND state='running'",
        {std::string(error ? "failed" : "done"), error.value_or(""), job.episode.text(), std::int64_t{job.attempt}}));
    return ours(db);
  });
}

// `sql` with `values` and then the job.
Result<Job> JobTable::wait_again(const Job& job, std::string_view sql, std::initializer_list<SqlValue> values) {
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(db.run(sql, values));
    return ours(db);
  };
  PODPROMO_TRY(writer_.write(work));
  return Job{job.episode, job.attempt + 1};
}

Result<Job> JobTable::release(const Job& job) {
  return wait_again(job, kReleased, {now_ms(), job.episode.text(), std::int64_t{job.attempt}});
}

Result<Job> JobTable::make_way(const Job& job) {
  return wait_again(job, kMadeWay, {now_ms(), job.episode.text(), std::int64_t{job.attempt}});
}

Result<Job> JobTable::postpone(const Job& job, std::chrono::system_clock::time_point not_before) {
  return wait_again(job, kPostponed,
                    {now_ms(), milliseconds_of(not_before), job.episode.text(), std::int64_t{job.attempt}});
}

Done JobTable::cancel(const EpisodeId& episode) {
  return writer_.write(
      [&](Connection& db) { return db.run("UPDATE jobs SET state='cancelled' WHERE episode=?", {episode.text()}); });
}

Result<Job> JobTable::stop(const EpisodeId& episode, const std::string& error) {
  Job job{episode};
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("UPDATE jobs SET state='failed', error=? WHERE episode=? AND state IN ('waiting','running')",
                        {error, episode.text()}));
    if (db.changed() == 0) return failure(Fault::conflict, "nothing is being done for this episode");
    PODPROMO_TRY(attempt, attempt_of(db, episode));
    job.attempt = attempt;
    return {};
  };
  PODPROMO_TRY(writer_.write(work));
  return job;
}

Done JobTable::pause(bool paused) {
  return writer_.write(
      [&](Connection& db) { return db.run("UPDATE queue SET paused=?", {std::int64_t{paused ? 1 : 0}}); });
}

Result<bool> JobTable::paused() {
  return reader_.read([](Connection& db) { return is_paused(db); });
}

Result<std::vector<LiveJob>> JobTable::live() {
  return reader_.read([](Connection& db) -> Result<std::vector<LiveJob>> {
    PODPROMO_TRY(found, db.prepare(kLive));
    return live_jobs(found);
  });
}

Result<std::vector<Swept>> JobTable::sweep(const SweepRules& rules) {
  std::vector<Swept> swept;
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(list, orphans(db, rules.all, now_ms()));
    for (const Orphan& orphan : list) {
      PODPROMO_TRY(one, sweep_one(db, orphan, rules));
      swept.push_back(std::move(one));
    }
    return {};
  };
  PODPROMO_TRY(writer_.write(work));
  return swept;
}

Result<std::optional<JobRecord>> JobTable::latest(const EpisodeId& episode) {
  return reader_.read([&](Connection& db) -> Result<std::optional<JobRecord>> {
    PODPROMO_TRY(found,
                 db.prepare("SELECT attempt,state,error,crashes,tries FROM jobs WHERE episode=?", {episode.text()}));
    PODPROMO_TRY(row, found.step());
    if (!row) return std::nullopt;
    PODPROMO_TRY(state, parse_state(found.text(1)));
    return JobRecord{{episode, static_cast<int>(found.number(0))},
                     state,
                     found.text(2),
                     static_cast<int>(found.number(3)),
                     static_cast<int>(found.number(4))};
  });
}

Result<std::size_t> JobTable::waiting() {
  return reader_.read([](Connection& db) -> Result<std::size_t> {
    PODPROMO_TRY(count, db.prepare("SELECT count(*) FROM jobs WHERE state='waiting'"));
    PODPROMO_TRY(count.step());
    return static_cast<std::size_t>(count.number(0));
  });
}

}  // namespace podpromo
