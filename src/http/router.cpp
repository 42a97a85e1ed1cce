#include "http/router.hpp"

#include <fmt/format.h>

namespace podpromo {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_name(const std::string& segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
bool is_rest(const std::string& segment) { return is_name(segment) && segment.ends_with("...}"); }
// "/{page...}": fits every path, so it says nothing about whether a path is known.
bool is_catch_all(const std::vector<std::string>& pattern) { return pattern.size() == 1 && is_rest(pattern.front()); }

using Segments = std::vector<std::string>;

std::string joined_from(std::size_t first, const Segments& path) {
  std::string rest;
  for (std::size_t i = first; i < path.size(); ++i) rest += (i > first ? "/" : "") + path[i];
  return rest;
}

std::optional<std::map<std::string, std::string>> fitted(const Segments& pattern, const Segments& path) {
  std::map<std::string, std::string> parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_rest(pattern[i])) {
      parameters[pattern[i].substr(1, pattern[i].size() - 5)] = joined_from(i, path);
      return parameters;
    }
    if (i >= path.size()) return std::nullopt;
    if (is_name(pattern[i]))
      parameters[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    else if (pattern[i] != path[i])
      return std::nullopt;
  }
  if (path.size() != pattern.size()) return std::nullopt;
  return parameters;
}

bool method_fits(const std::string& route, const std::string& asked) {
  return route == asked || (asked == "HEAD" && route == "GET");
}

// Two patterns may fit one path.
void also_allow(std::string& allowed, const std::string& method) {
  if ((", " + allowed + ",").find(", " + method + ",") != std::string::npos) return;
  allowed += (allowed.empty() ? "" : ", ") + method + (method == "GET" ? ", HEAD" : "");
}

template <typename Route>
Match match_of(const Route& route) {
  return {route.handler ? &route.handler : nullptr, route.stream ? &route.stream : nullptr,
          route.quick ? &route.quick : nullptr};
}

}  // namespace

void Router::on(std::string method, std::string pattern, Handler handler) {
  auto segments = path_segments(pattern).value();
  routes_.push_back({std::move(method), std::move(pattern), std::move(segments), std::move(handler), {}});
}

void Router::on_at_once(std::string method, std::string pattern, Handler handler) {
  QuickHandler quick = handler;
  on_at_once(std::move(method), std::move(pattern), std::move(quick), std::move(handler));
}

void Router::on_at_once(std::string method, std::string pattern, QuickHandler quick, Handler handler) {
  on(std::move(method), std::move(pattern), std::move(handler));
  routes_.back().quick = std::move(quick);
}

void Router::on_upload(std::string method, std::string pattern, StreamHandler handler) {
  auto segments = path_segments(pattern).value();
  routes_.push_back({std::move(method), std::move(pattern), std::move(segments), {}, std::move(handler)});
}

Result<Match> Router::match(Request& request) const {
  const auto path = path_segments(request.path);
  if (!path) return failure(Fault::bad_request, "the address has a % that isn't followed by two hex digits");
  std::string allowed;
  for (const Route& route : routes_) {
    auto parameters = fitted(route.segments, *path);
    if (!parameters) continue;
    if (!method_fits(route.method, request.method)) {
      if (!is_catch_all(route.segments)) also_allow(allowed, route.method);
      continue;
    }
    // A catch-all for pages must not answer where the API knows the path by another method.
    if (!allowed.empty() && is_catch_all(route.segments)) break;
    request.parameters = *std::move(parameters);
    return match_of(route);
  }
  if (!allowed.empty())
    return failure(Fault::bad_request, fmt::format("{} isn't possible here", request.method), {}, "Allow: " + allowed);
  return failure(Fault::not_found, "there is nothing at this address");
}

std::vector<std::string> Router::list() const {
  std::vector<std::string> all;
  for (const Route& route : routes_) all.push_back(route.method + " " + route.pattern);
  return all;
}

std::optional<std::vector<std::string>> path_segments(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    auto segment = percent_decoded(path.substr(0, slash));
    if (!segment) return std::nullopt;
    segments.push_back(*std::move(segment));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) return std::nullopt;
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

std::string percent_encoded(std::string_view text, bool keep_slash) {
  static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos || (keep_slash && c == '/'))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::map<std::string, std::string> query_of(std::string_view query) {
  std::map<std::string, std::string> pairs;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string{} : percent_decoded(pair.substr(equals + 1), true);
    if (name && value && !name->empty()) pairs.emplace(*std::move(name), *std::move(value));
  }
  return pairs;
}

}  // namespace podpromo
