#include "storage/sqlite/job_table.hpp"

namespace podpromo {

namespace {

// The next turn at the end of the queue.
constexpr std::string_view kPut =
    "INSERT INTO jobs VALUES(?1,'waiting',1,(SELECT coalesce(max(turn),0)+1 FROM jobs),0,0,0,'')"
    " ON CONFLICT(episode) DO UPDATE SET state='waiting', attempt=attempt+1, turn=excluded.turn, lease_ms=0,"
    " crashes=0, furthest=0, error='' WHERE state NOT IN ('waiting','running')";
// Keeps its turn, so that work which was begun is finished first.
constexpr std::string_view kWaitAgain =
    "UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0, crashes=?, furthest=?"
    " WHERE episode=? AND attempt=? AND state='running'";

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
      kWaitAgain, {std::int64_t{crashes}, std::int64_t{furthest}, episode.text(), std::int64_t{orphan.job.attempt}}));
  return Swept{{episode, orphan.job.attempt + 1}, false};
}

}  // namespace

std::int64_t JobTable::now_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count();
}

Result<Job> JobTable::put(const EpisodeId& episode) {
  Job job{episode};
  const auto work = [&](Connection& db) -> Done {
    {
      PODPROMO_TRY(found, db.prepare("SELECT 1 FROM episodes WHERE id=?", {episode.text()}));
      PODPROMO_TRY(row, found.step());
      if (!row) return failure(Fault::not_found, "episode not found");
    }
    PODPROMO_TRY(db.run(kPut, {episode.text()}));
    if (db.changed() == 0) return failure(Fault::conflict, "the episode is being worked on already");
    PODPROMO_TRY(attempt, attempt_of(db, episode));
    job.attempt = attempt;
    return {};
  };
  PODPROMO_TRY(writer_.write(work));
  return job;
}

Result<std::optional<Job>> JobTable::claim(std::chrono::milliseconds lease) {
  std::optional<Job> claimed;
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(found, db.prepare("UPDATE jobs SET state='running', lease_ms=? WHERE episode="
                                   "(SELECT episode FROM jobs WHERE state='waiting' ORDER BY turn LIMIT 1)"
                                   " RETURNING episode,attempt",
                                   {now_ms() + lease.count()}));
    PODPROMO_TRY(row, found.step());
    if (!row) return {};
    PODPROMO_TRY(episode, EpisodeId::parse(found.text(0)));
    claimed = Job{std::move(episode), static_cast<int>(found.number(1))};
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

Result<Job> JobTable::release(const Job& job) {
  const auto work = [&](Connection& db) -> Done {
    PODPROMO_TRY(
        db.run("UPDATE jobs SET state='waiting', attempt=attempt+1, lease_ms=0"
               " WHERE episode=? AND attempt=? AND state='running'",
               {job.episode.text(), std::int64_t{job.attempt}}));
    return ours(db);
  };
  PODPROMO_TRY(writer_.write(work));
  return Job{job.episode, job.attempt + 1};
}

Done JobTable::cancel(const EpisodeId& episode) {
  return writer_.write([&](Connection& db) {
    return db.run("UPDATE jobs SET state='cancelled' WHERE episode=? AND state IN ('waiting','running')",
                  {episode.text()});
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
    PODPROMO_TRY(found, db.prepare("SELECT attempt,state,error,crashes FROM jobs WHERE episode=?", {episode.text()}));
    PODPROMO_TRY(row, found.step());
    if (!row) return std::nullopt;
    PODPROMO_TRY(state, parse_state(found.text(1)));
    return JobRecord{
        {episode, static_cast<int>(found.number(0))}, state, found.text(2), static_cast<int>(found.number(3))};
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
