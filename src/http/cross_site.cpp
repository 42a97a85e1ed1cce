#include "http/cross_site.hpp"

#include <string_view>

#include "http/ascii_case.hpp"

namespace podpromo {

namespace {

bool changes_nothing(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

std::string_view without(std::string_view ending, std::string_view text) {
  if (text.ends_with(ending)) text.remove_suffix(ending.size());
  return text;
}

// "https://example.org" is asked for as "example.org" or as "example.org:443". The schemes aren't compared: behind a
// proxy the page is https and this request is not.
bool is_of_host(std::string_view origin, std::string_view host) {
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view port = origin.starts_with("https") ? ":443" : ":80";
  return same_but_case(without(port, origin.substr(scheme + 3)), without(port, host));
}

}  // namespace

bool is_cross_site_write(const Request& request) {
  if (changes_nothing(request.method)) return false;
  // The newer of the two is sent to https and to this machine only. It knows more: that another port of this machine
  // is another site, and that a proxy in between has changed the host.
  if (const auto site = request.header("sec-fetch-site"); !site.empty()) return site != "same-origin" && site != "none";
  const auto origin = request.header("origin");
  return !origin.empty() && !is_of_host(origin, request.header("host"));
}

}  // namespace podpromo
