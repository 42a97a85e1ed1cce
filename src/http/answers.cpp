#include "http/answers.hpp"

#include "episode/json.hpp"
#include "http/header_list.hpp"

namespace podpromo {

namespace {

// How long what passes by itself takes as a rule; 0 for what doesn't.
std::chrono::seconds usual_wait(Fault fault) {
  return std::chrono::seconds(fault == Fault::too_many ? 60 : fault == Fault::unavailable ? 5 : 0);
}

}  // namespace

int http_status(Fault fault) {
  switch (fault) {
    case Fault::bad_request: return 400;
    case Fault::not_found: return 404;
    case Fault::conflict: return 409;
    case Fault::too_large: return 413;
    case Fault::unsupported_media: return 415;
    case Fault::unreadable_media: return 422;
    case Fault::missing_model: return 503;
    case Fault::too_many: return 429;
    case Fault::no_space: return 507;
    case Fault::denied: return 403;
    case Fault::unavailable: return 503;
    case Fault::timed_out: return 504;
    case Fault::cancelled: return 409;
    case Fault::internal: return 500;
  }
  return 500;
}

std::string_view fault_code(Fault fault) {
  switch (fault) {
    case Fault::bad_request: return "bad_request";
    case Fault::not_found: return "not_found";
    case Fault::conflict: return "conflict";
    case Fault::too_large: return "too_large";
    case Fault::unsupported_media: return "unsupported_media";
    case Fault::unreadable_media: return "unreadable_media";
    case Fault::missing_model: return "missing_model";
    case Fault::too_many: return "too_many";
    case Fault::no_space: return "no_space";
    case Fault::denied: return "denied";
    case Fault::unavailable: return "unavailable";
    case Fault::timed_out: return "timed_out";
    case Fault::cancelled: return "cancelled";
    case Fault::internal: return "internal";
  }
  return "internal";
}

Response json_answer(const nlohmann::json& value, int status) {
  Response response{.status = status, .headers = {}, .body = json_text(value, -1)};
  return response.with("Content-Type", "application/json; charset=utf-8").with("Cache-Control", "no-store");
}

Response problem(const Error& error) {
  return problem(error, {.status = http_status(error.fault), .code = fault_code(error.fault)});
}

Response problem(const Error& error, const HttpCode& as) {
  const nlohmann::json body{{"type", "about:blank"}, {"title", error.reason},  {"status", as.status},
                            {"code", as.code},       {"detail", error.reason}, {"remedy", error.remedy},
                            {"ok", false},           {"error", error.reason}};
  Response response{.status = as.status, .headers = {}, .body = json_text(body, -1)};
  const auto wait = as.retry_after.count() > 0 ? as.retry_after : usual_wait(error.fault);
  if (wait.count() > 0) response.with("Retry-After", std::to_string(wait.count()));
  return response.with("Content-Type", "application/problem+json").with("Cache-Control", "no-store");
}

Response answer_or_problem(Result<Response> result) { return result ? *std::move(result) : problem(result.error()); }

bool etag_listed(std::string_view list, std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  while (!list.empty()) {
    std::string_view one = cut_off(list, ',');
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

bool etag_listed_strongly(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const std::string_view one = cut_off(list, ',');
    if (one == "*" || (one == etag && !one.starts_with("W/"))) return true;
  }
  return false;
}

}  // namespace podpromo
