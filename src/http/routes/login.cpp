#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "http/admission.hpp"
#include "http/answers.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

Response session_answer(bool required, bool signed_in) {
  return json_answer({{"ok", true}, {"required", required}, {"signed_in", signed_in}});
}

Response session(const Request& request, Access* access) {
  if (access == nullptr) return session_answer(false, true);
  return session_answer(true, admission(request, *access).as == Admission::admitted);
}

Response login(const Request& request, Access* access) {
  if (access == nullptr) return session_answer(false, true);
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("token") || !body["token"].is_string())
    return problem({Fault::bad_request, "this request needs a token", R"(Send {"token": "…"} as JSON.)"});
  const Guess guess = access->try_token(body["token"].get_ref<const std::string&>(), request.peer);
  if (guess.wait.count() > 0) return refusal({Admission::slowed, guess.wait});
  if (!guess.right) {
    spdlog::warn("a wrong token came from {}", request.peer);
    return refusal({Admission::wrong});
  }
  const auto cookie = access->sign_in();
  if (!cookie) return problem(cookie.error());
  return session_answer(true, true).with("Set-Cookie", set_cookie(request, *cookie));
}

Response logout(const Request& request, Access* access) {
  Response response = session_answer(access != nullptr, access == nullptr);
  if (access == nullptr) return response;
  for (const auto value : cookie_values(request))
    if (const auto out = access->sign_out(value); !out) response = problem(out.error());
  return response.with("Set-Cookie", set_cookie(request, {}));
}

}  // namespace

void add_login_routes(Router& router, const Front& front) {
  router.on("POST", "/api/login", [&front](Request& request) { return login(request, front.access); });
  router.on("POST", "/api/logout", [&front](Request& request) { return logout(request, front.access); });
  router.on("GET", "/api/session", [&front](Request& request) { return session(request, front.access); });
}

}  // namespace podpromo
