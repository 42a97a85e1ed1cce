#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace podpromo {

// The HTTP status (RFC 9110) of each fault. The only place that knows.
int http_status(Fault fault);
// A stable name for programs: "not_found", "too_large", …
std::string_view fault_code(Fault fault);

// `application/json; charset=utf-8`, not stored by caches.
Response json_answer(const nlohmann::json& value, int status = 200);
// RFC 9457 problem details with a stable code, the reason and the remedy. The detail stays in the log. What passes by
// itself says when to ask again (Retry-After).
Response problem(const Error& error);
// The same for what HTTP tells apart and a fault doesn't: 405, 422, 431.
struct HttpCode {
  int status = 400;
  std::string_view code = {};
  std::chrono::seconds retry_after{};  // where it is known better than a fault tells; 0 = it isn't
};
Response problem(const Error& error, const HttpCode& as);

// The answer of a handler that may fail.
Response answer_or_problem(Result<Response> result);

// Whether an If-None-Match list names this ETag, weak or not (RFC 9110, 13.1.2); "*" matches all.
bool etag_listed(std::string_view list, std::string_view etag);
// The same for If-Match, where a weak one is like no other.
bool etag_listed_strongly(std::string_view list, std::string_view etag);

}  // namespace podpromo
