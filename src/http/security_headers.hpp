#pragma once

#include "http/message.hpp"

#include <string_view>

namespace podpromo {

// What tells a browser how little an answer may do, as finished header lines. The page may load what lies beside it and
// run no script from within itself; everything else may run, frame and load nothing. Nobody may put either of them into
// a frame or read them from another origin: no answer carries a CORS header.
std::string_view security_headers(const Response& response);

}  // namespace podpromo
