#include "http/allowed_hosts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "http/ascii_case.hpp"

namespace podpromo {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_port(std::string_view text) { return std::ranges::all_of(text, is_digit); }

bool is_name_character(char c) {
  const char low = ascii_lower(c);
  return (low >= 'a' && low <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
}

bool is_address(int family, std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size()) return false;
  std::ranges::copy(text, terminated.begin());
  in6_addr unused{};
  return ::inet_pton(family, terminated.data(), &unused) == 1;
}

bool is_bracketed_address(std::string_view host) {
  const auto close = host.find(']');
  if (close == std::string_view::npos || !is_address(AF_INET6, host.substr(1, close - 1))) return false;
  const std::string_view port = host.substr(close + 1);
  return port.empty() || (port.front() == ':' && is_port(port.substr(1)));
}

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() > ending.size() && same_but_case(name.substr(name.size() - ending.size()), ending);
}

bool fits(std::string_view name, std::string_view allowed) {
  return allowed.front() == '.' ? ends_with(name, allowed) : same_but_case(name, allowed);
}

}  // namespace

Result<AllowedHosts> AllowedHosts::parse(std::string_view more) {
  AllowedHosts hosts;
  while (!more.empty()) {
    const auto end = std::min(more.find_first_of(", \t"), more.size());
    const std::string_view name = more.substr(0, end);
    more.remove_prefix(std::min(end + 1, more.size()));
    if (name.empty()) continue;
    if (!std::ranges::all_of(name, is_name_character) || name == ".")
      return failure(Fault::bad_request, fmt::format("PODPROMO_ALLOWED_HOSTS has \"{}\", which is no name", name),
                     "Give names as in podcasts.example.org, separated by commas; no scheme and no port.");
    hosts.names_.emplace_back(name);
  }
  return hosts;
}

bool AllowedHosts::allow(std::string_view host) const {
  if (host.starts_with('[')) return is_bracketed_address(host);
  const auto colon = host.find(':');
  if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return false;
  std::string_view name = host.substr(0, colon);
  if (is_address(AF_INET, name)) return true;
  if (name.ends_with('.')) name.remove_suffix(1);
  if (same_but_case(name, "localhost") || ends_with(name, ".localhost")) return true;
  return std::ranges::any_of(names_, [name](const std::string& allowed) { return fits(name, allowed); });
}

}  // namespace podpromo
