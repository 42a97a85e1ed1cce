#pragma once

#include <expected>
#include <string>
#include <utility>

namespace podpromo {

// What went wrong, in terms every layer understands. One table turns these into HTTP statuses
// (http/fault_table.cpp), one into exit codes (apps/podpromo/exit_codes.cpp); neither has a default.
enum class Fault {
  bad_request,        // the caller asked for something that makes no sense
  not_found,          // nothing goes by that name
  conflict,           // it clashes with what is there already
  too_large,          // over a limit the caller was told about
  unsupported_media,  // a file of a kind we don't take
  unreadable_media,   // a file of a kind we take, but broken or without what we need
  missing_model,      // the weights for speech recognition are not there or damaged
  too_many,           // asked too often, or the queue is full
  no_space,           // the disk (or the quota) is full
  denied,             // the system doesn't let us read or write there
  unavailable,        // something we depend on doesn't answer or isn't installed
  timed_out,          // it took longer than it may
  cancelled,          // somebody said stop
  internal,           // our own mistake, or one we did not foresee
};

// People read `reason`, a clause ("episode not found"), and `remedy`, sentences: no paths. `detail` is for the log.
struct Error {
  Fault fault = Fault::internal;
  std::string reason;
  std::string remedy = {};
  std::string detail = {};

  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;
using Done = Result<void>;

// The way to return an error: `return failure(Fault::not_found, "there is no such episode");`
inline std::unexpected<Error> failure(Fault fault, std::string reason, std::string remedy = {},
                                      std::string detail = {}) {
  return std::unexpected(Error{fault, std::move(reason), std::move(remedy), std::move(detail)});
}
inline std::unexpected<Error> failure(Error error) { return std::unexpected(std::move(error)); }

// An error for the current `errno` after `doing` ("write the transcript"), with the fault it stands for:
// ENOSPC and EDQUOT are no_space, EACCES, EPERM and EROFS denied, ENOENT not_found, the rest internal.
Error system_error(const std::string& doing, int error_number);

}  // namespace podpromo

// PODPROMO_TRY(name, expression) declares `name` with the value of a Result, or returns its error.
// PODPROMO_TRY(expression) does the same for a result whose value isn't wanted.
#define PODPROMO_TRY_PICK(a, b, chosen, ...) chosen
#define PODPROMO_TRY_JOIN_(a, b) a##b
#define PODPROMO_TRY_JOIN(a, b) PODPROMO_TRY_JOIN_(a, b)
#define PODPROMO_TRY_DONE(expression)                             \
  do {                                                            \
    if (auto podpromo_result = (expression); !podpromo_result)    \
      return std::unexpected(std::move(podpromo_result).error()); \
  } while (false)
#define PODPROMO_TRY_VALUE(name, expression)                                                  \
  auto PODPROMO_TRY_JOIN(podpromo_result_, __LINE__) = (expression);                          \
  if (!PODPROMO_TRY_JOIN(podpromo_result_, __LINE__))                                         \
    return std::unexpected(std::move(PODPROMO_TRY_JOIN(podpromo_result_, __LINE__)).error()); \
  auto name = std::move(*PODPROMO_TRY_JOIN(podpromo_result_, __LINE__))
#define PODPROMO_TRY(...) PODPROMO_TRY_PICK(__VA_ARGS__, PODPROMO_TRY_VALUE, PODPROMO_TRY_DONE)(__VA_ARGS__)
