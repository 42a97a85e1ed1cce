#pragma once

#include <string_view>

namespace podpromo {

// Headers that list what somebody takes, such as "gzip;q=0.5, br" (RFC 9110, 5.6.1 and 12.4.2).

// `text` without spaces and tabs around it.
std::string_view trimmed(std::string_view text);
// The part of `list` up to `separator`, trimmed, which is taken off it.
std::string_view cut_off(std::string_view& list, char separator);
// "q=0.5" → 0.5; without one 1, and 0 when it makes no sense.
double weight(std::string_view parameters);

}  // namespace podpromo
