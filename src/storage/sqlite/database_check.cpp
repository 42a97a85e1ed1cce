#include "storage/sqlite/database_check.hpp"

#include <system_error>

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/schema.hpp"

namespace podpromo {

namespace {

Done quick_check(Connection& connection) {
  PODPROMO_TRY(answer, connection.prepare("PRAGMA quick_check(1)"));
  PODPROMO_TRY(row, answer.step());
  const std::string said = row ? answer.text(0) : "nothing";
  if (said == "ok") return {};
  return failure(Fault::internal, "the database is damaged",
                 "Stop the server, move podpromo.db and its -wal and -shm files aside and start again: episodes are "
                 "found again in their folders.",
                 "quick_check: " + said);
}

Done copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error) return failure(system_error("read " + from.filename().string(), error.value()));
  return {};
}

}  // namespace

Done check_database_in_use(const fs::path& file) {
  PODPROMO_TRY(connection, Connection::open(file, Connection::Mode::read));
  return quick_check(connection);
}

Done check_database_at_rest(const fs::path& file, const fs::path& scratch) {
  const fs::path copied = scratch / file.filename();
  PODPROMO_TRY(copy_whole(file, copied));
  std::error_code unknown;
  const fs::path log = file.string() + "-wal";
  if (fs::exists(log, unknown)) PODPROMO_TRY(copy_whole(log, copied.string() + "-wal"));
  PODPROMO_TRY(connection, Connection::open(copied, Connection::Mode::write));
  PODPROMO_TRY(quick_check(connection));
  return prepare_schema(connection);
}

}  // namespace podpromo
