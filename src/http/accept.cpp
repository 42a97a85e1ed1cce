#include "http/accept.hpp"

#include <charconv>

#include "http/ascii_case.hpp"

namespace podpromo {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The part of `list` up to `separator`, which is taken off it.
std::string_view cut_off(std::string_view& list, char separator) {
  const auto end = list.find(separator);
  const std::string_view first = list.substr(0, end);
  list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  return trimmed(first);
}

// "q=0.5" → 0.5; without one 1, and 0 when it makes no sense.
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
