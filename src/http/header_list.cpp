#include "http/header_list.hpp"

#include <charconv>

#include "base/trimmed.hpp"

namespace podpromo {

std::string_view trimmed(std::string_view text) { return trimmed(text, " \t"); }

std::string_view cut_off(std::string_view& list, char separator) {
  const auto end = list.find(separator);
  const std::string_view first = list.substr(0, end);
  list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  return trimmed(first);
}

double weight(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view one = cut_off(parameters, ';');
    if (!one.starts_with("q=") && !one.starts_with("Q=")) continue;
    double q = 0;
    const auto [end, trouble] = std::from_chars(one.data() + 2, one.data() + one.size(), q);
    return trouble == std::errc{} && q > 0 && q <= 1 ? q : 0;
  }
  return 1;
}

}  // namespace podpromo
