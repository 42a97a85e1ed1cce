#include "http/security_headers.hpp"

// Joined by the compiler: an answer takes one of two texts and adds nothing up.
#define PODPROMO_EVERY_ANSWER           \
  "X-Content-Type-Options: nosniff\r\n" \
  "Referrer-Policy: no-referrer\r\n"    \
  "Cross-Origin-Resource-Policy: same-origin\r\n"

namespace podpromo {

namespace {

// Scripts, styles, pictures and sound come from here and nowhere else, and no script stands in the page itself.
constexpr std::string_view kPage = PODPROMO_EVERY_ANSWER
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()\r\n"
    "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n";

// A clip that is opened by its own address still plays: the browser's player takes it as media of the same origin.
constexpr std::string_view kNoPage = PODPROMO_EVERY_ANSWER
    "Content-Security-Policy: default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox\r\n";

}  // namespace

std::string_view security_headers(const Response& response) { return response.is_page ? kPage : kNoPage; }

}  // namespace podpromo
