#pragma once

#include <algorithm>
#include <string_view>

namespace podpromo {

inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// As names of hosts, schemes and header fields are compared.
inline bool same_but_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, ascii_lower, ascii_lower);
}

}  // namespace podpromo
