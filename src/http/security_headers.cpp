#include "http/security_headers.hpp"

#include <string>

namespace podpromo {

namespace {

// Added up once, at the start: an answer takes one of two texts.
const std::string kEveryAnswer =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

// Scripts, styles, pictures and sound come from here and nowhere else, and no script stands in the page itself.
const std::string kPage =
    kEveryAnswer +
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()\r\n"
    "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n";

// A clip that is opened by its own address still plays: the browser's player takes it as media of the same origin.
const std::string kNoPage =
    kEveryAnswer +
    "Content-Security-Policy: default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox\r\n";

}  // namespace

std::string_view security_headers(const Response& response) { return response.is_page ? kPage : kNoPage; }

}  // namespace podpromo
