#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

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
// RFC 9457 problem details with a stable code, the reason and the remedy. The detail stays in the log.
Response problem(const Error& error);
// The same for what HTTP tells apart and a fault doesn't: 405, 422, 431.
struct HttpCode {
  int status = 400;
  std::string_view code;
};
Response problem(const Error& error, const HttpCode& as);

// Compares an If-None-Match or If-Match list with a strong ETag (RFC 9110, 13.1); "*" matches all.
bool etag_listed(std::string_view list, std::string_view etag);

}  // namespace podpromo
