#include "http/accept.hpp"

#include "http/ascii_case.hpp"
#include "http/header_list.hpp"

namespace podpromo {

namespace {

// How exactly a range names a type: 3 by its whole name, 2 "text/*", 1 "*/*", 0 not at all.
int fits(std::string_view range, std::string_view type) {
  if (range == "*/*") return 1;
  const auto group = type.substr(0, type.find('/') + 1);
  if (range.ends_with('*') && same_but_case(range.substr(0, range.size() - 1), group)) return 2;
  return same_but_case(range, type) ? 3 : 0;
}

// The range that fits best decides, whatever others say.
double liking(std::string_view accept, std::string_view type) {
  int best = 0;
  double q = 0;
  while (!accept.empty()) {
    std::string_view parameters = cut_off(accept, ',');
    const std::string_view range = cut_off(parameters, ';');
    const int fit = fits(range, type);
    if (fit <= best) continue;
    best = fit;
    q = weight(parameters);
  }
  return q;
}

}  // namespace

std::optional<std::size_t> accepted(std::string_view accept, std::span<const std::string_view> offered) {
  if (trimmed(accept).empty()) return 0;
  std::optional<std::size_t> best;
  double most = 0;
  for (std::size_t i = 0; i < offered.size(); ++i)
    if (const double q = liking(accept, offered[i]); q > most) {
      most = q;
      best = i;
    }
  return best;
}

}  // namespace podpromo
