#include "http/admission.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "http/answers.hpp"
#include "http/ascii_case.hpp"
#include "http/header_list.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kBearer = "bearer ";

// Calls `use` with each value until it returns true; says whether it did.
template <typename Use>
bool any_cookie(std::string_view header, Use&& use) {
  while (!header.empty()) {
    const std::string_view pair = cut_off(header, ';');
    if (pair.starts_with(kCookie) && pair.substr(kCookie.size()).starts_with('=') &&
        use(pair.substr(kCookie.size() + 1)))
      return true;
  }
  return false;
}

std::string_view bearer_token(const Request& request) {
  const auto header = request.header("authorization");
  if (header.size() < kBearer.size() || !same_but_case(header.substr(0, kBearer.size()), kBearer)) return {};
  return trimmed(header.substr(kBearer.size()));
}

}  // namespace

Admitted admission(const Request& request, Access& access) {
  if (any_cookie(request.header("cookie"), [&](std::string_view value) { return access.is_signed_in(value); }))
    return {Admission::admitted};
  const auto token = bearer_token(request);
  if (token.empty()) return {Admission::nobody};
  const Guess guess = access.try_token(token, request.peer);
  if (guess.right) return {Admission::admitted};
  if (guess.wait.count() > 0) return {Admission::slowed, guess.wait};
  spdlog::warn("a wrong token came from {}", request.peer);
  return {Admission::wrong};
}

Response refusal(const Admitted& admitted) {
  switch (admitted.as) {
    case Admission::admitted:
    case Admission::nobody: break;
    case Admission::wrong:
      return problem({Fault::denied, "this is not the access token", "Look it up, or make a new one: podpromo token."},
                     {401, "wrong_token"})
          .with("WWW-Authenticate", R"(Bearer error="invalid_token")");
    case Admission::slowed:
      return problem({Fault::denied, "there were too many wrong tokens", "Wait a little, then try again."},
                     {429, "too_many", admitted.wait});
  }
  return problem({Fault::denied, "you have to sign in first",
                  "Sign in on the page, or send the access token as Authorization: Bearer TOKEN."},
                 {401, "sign_in_needed"})
      .with("WWW-Authenticate", "Bearer");
}

std::vector<std::string_view> cookie_values(const Request& request) {
  std::vector<std::string_view> values;
  any_cookie(request.header("cookie"), [&](std::string_view value) {
    values.push_back(value);
    return false;
  });
  return values;
}

std::string set_cookie(const Request& request, std::string_view value) {
  const auto life = value.empty() ? std::chrono::seconds(0) : std::chrono::seconds(Access::kSignInLife);
  // A page can't lie about its own origin, while any client can claim X-Forwarded-Proto.
  const bool is_https = request.header("origin").starts_with("https://");
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", kCookie, value, life.count(),
                     is_https ? "; Secure" : "");
}

}  // namespace podpromo
