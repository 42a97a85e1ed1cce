#pragma once

#include "access/access.hpp"
#include "http/message.hpp"

#include <chrono>
#include <string_view>
#include <vector>

namespace podpromo {

inline constexpr std::string_view kCookie = "podpromo";

// How a request shows that it may come in.
enum class Admission {
  admitted,  // by its cookie or its bearer token
  nobody,    // it shows neither, or a cookie that has ended
  wrong,     // its bearer token is not the right one
  slowed,    // its peer has to wait after wrong ones
};
struct Admitted {
  Admission as = Admission::nobody;
  std::chrono::seconds wait{0};
};

// Costs no allocation for who was here before.
Admitted admission(const Request& request, Access& access);
// The answer for everybody but the admitted: 401, or 429 with Retry-After.
Response refusal(const Admitted& admitted);

// The values of our cookies in the request; a browser may send several.
std::vector<std::string_view> cookie_values(const Request& request);
// What to put into Set-Cookie, as an answer to `request`: for thirty days, or gone at once when `value` is empty. It is
// marked for https only when the page that asks says that it came by https.
std::string set_cookie(const Request& request, std::string_view value);

}  // namespace podpromo
