#pragma once

#include <string_view>

namespace podpromo {

// `text` without any of the characters of `around` at its beginning and at its end.
inline std::string_view trimmed(std::string_view text, std::string_view around) {
  const std::size_t first = text.find_first_not_of(around);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(around) - first + 1);
}

}  // namespace podpromo
