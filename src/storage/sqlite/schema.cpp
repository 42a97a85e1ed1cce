#include "storage/sqlite/schema.hpp"

#include <array>

namespace podpromo {

namespace {

constexpr std::int64_t kVersion = 2;

// Times are milliseconds since 1970. A clip without position is no longer among its episode's clips and only keeps
// the title somebody gave it.
constexpr std::array kFirst{
    "CREATE TABLE episodes(id TEXT PRIMARY KEY, title TEXT NOT NULL, show TEXT NOT NULL, filename TEXT NOT NULL,"
    " extension TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, created_ms INTEGER NOT NULL,"
    " wishes TEXT NOT NULL, outline TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX episodes_by_age ON episodes(created_ms DESC, id)",
    "CREATE TABLE jobs(episode TEXT PRIMARY KEY REFERENCES episodes(id) ON DELETE CASCADE, state TEXT NOT NULL,"
    " attempt INTEGER NOT NULL, turn INTEGER NOT NULL, lease_ms INTEGER NOT NULL, crashes INTEGER NOT NULL,"
    " furthest INTEGER NOT NULL, error TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX jobs_by_turn ON jobs(state, turn)",
    "CREATE TABLE clips(id TEXT PRIMARY KEY, episode TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,"
    " position INTEGER, title TEXT) STRICT, WITHOUT ROWID",
    "CREATE INDEX clips_by_episode ON clips(episode)",
};

// Fair turns, tries and a queue that can be paused. Jobs of before wait as if they had just come.
constexpr std::array kSecond{
    "ALTER TABLE jobs ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN not_before_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN yields INTEGER NOT NULL DEFAULT 0",
    "UPDATE jobs SET since_ms=CAST(strftime('%s','now') AS INTEGER)*1000",
    "CREATE TABLE queue(one INTEGER PRIMARY KEY CHECK(one=1), paused INTEGER NOT NULL) STRICT",
    "INSERT INTO queue VALUES(1,0)",
};

Result<std::int64_t> version_of(Connection& connection) {
  PODPROMO_TRY(asked, connection.prepare("PRAGMA user_version"));
  PODPROMO_TRY(row, asked.step());
  return row ? asked.number(0) : 0;
}

}  // namespace

Done prepare_schema(Connection& connection) {
  PODPROMO_TRY(connection.run("BEGIN IMMEDIATE"));
  PODPROMO_TRY(version, version_of(connection));
  if (version > kVersion)
    return failure(Fault::internal, "the database was made by a later version of PodPromo",
                   "Start that version, or give this one an output folder of its own.");
  if (version < 1)
    for (const char* sql : kFirst) PODPROMO_TRY(connection.run(sql));
  if (version < 2)
    for (const char* sql : kSecond) PODPROMO_TRY(connection.run(sql));
  PODPROMO_TRY(connection.run("PRAGMA user_version=2"));
  return connection.run("COMMIT");
}

}  // namespace podpromo
