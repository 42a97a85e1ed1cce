#include "storage/sqlite/connection.hpp"

#include <sqlite3.h>

#include <cassert>

namespace podpromo {

namespace {

Error sqlite_error(sqlite3* database, int code) {
  const std::string detail = std::string("sqlite: ") + (database ? sqlite3_errmsg(database) : sqlite3_errstr(code));
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Fault::no_space, "the disk with the database is full", "Free some space on that disk, then try again.",
              detail};
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return {Fault::denied, "the database can't be written", "Check who owns the output folder and its files.",
              detail};
    case SQLITE_IOERR:
      return {Fault::internal, "the database can't be read or written, because its disk fails",
              "Look at the disk that holds the output folder, then try again.", detail};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Fault::internal, "the database is damaged",
              "Stop the server, move podpromo.db and its -wal and -shm files aside and start again: episodes are found "
              "again in their folders.",
              detail};
    default: return {Fault::internal, "the database failed", "Try again; the log says more.", detail};
  }
}

int bind(sqlite3_stmt* statement, int index, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, index, *number);
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return sqlite3_bind_null(statement, index);
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(sqlite_error(database_, code));
}

Done Statement::run() {
  for (;;) {
    PODPROMO_TRY(row, step());
    if (!row) return {};
  }
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

bool Statement::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

void Connection::Close::operator()(sqlite3* database) const { sqlite3_close(database); }
void Connection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Connection> Connection::open(const fs::path& file, Mode mode) {
  sqlite3* opened = nullptr;
  const int how = mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(file.c_str(), &opened, how | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(opened);
  if (code != SQLITE_OK) return failure(sqlite_error(opened, code));
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, 5000);
  if (mode == Mode::write) {
    PODPROMO_TRY(connection.run("PRAGMA journal_mode=WAL"));
    PODPROMO_TRY(connection.run("PRAGMA synchronous=FULL"));
    PODPROMO_TRY(connection.run("PRAGMA foreign_keys=ON"));
  }
  return connection;
}

Result<Statement> Connection::prepare(std::string_view sql, std::initializer_list<SqlValue> values) {
  auto& prepared = statements_[sql];
  if (!prepared) {
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) return failure(sqlite_error(database_.get(), code));
    prepared.reset(made);
  }
  Statement statement(database_.get(), prepared.get());
  int index = 0;
  for (const SqlValue& value : values) {
    const int code = bind(prepared.get(), ++index, value);
    if (code != SQLITE_OK) return failure(sqlite_error(database_.get(), code));
  }
  return statement;
}

Done Connection::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  PODPROMO_TRY(statement, prepare(sql, values));
  return statement.run();
}

int Connection::changed() const { return sqlite3_changes(database_.get()); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

}  // namespace podpromo
