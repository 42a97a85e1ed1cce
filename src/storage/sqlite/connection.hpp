#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace podpromo {

// What a placeholder may stand for.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string>;

// One use of a prepared statement. Columns may be read after step() said true; the destructor makes the statement
// ready for its next use.
class Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;

  // True when there is a row, false at the end.
  Result<bool> step();
  // To the end, rows unread.
  Done run();
  std::int64_t number(int column) const;
  std::string text(int column) const;
  bool null(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
};

// One SQLite connection with its prepared statements. Belongs to one thread at a time.
class Connection {
 public:
  enum class Mode { write, read };
  // In write mode makes the file, in WAL mode with full syncing.
  static Result<Connection> open(const fs::path& file, Mode mode);

  // `sql` must outlive the connection: a literal.
  Result<Statement> prepare(std::string_view sql, std::initializer_list<SqlValue> values = {});
  Done run(std::string_view sql, std::initializer_list<SqlValue> values = {});
  // How many rows the last statement changed.
  int changed() const;
  bool in_transaction() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Connection(sqlite3* database) : database_(database) {}

  // The statements go first.
  std::unique_ptr<sqlite3, Close> database_;
  std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace podpromo
