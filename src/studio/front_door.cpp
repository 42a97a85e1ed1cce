#include "studio/front_door.hpp"

#include <arpa/inet.h>

#include <fmt/format.h>

namespace podpromo {

bool is_loopback(const std::string& host) {
  in_addr four{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  if (::inet_pton(AF_INET6, host.c_str(), &six) != 1) return host == "localhost";
  return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
}

bool asks_for_token(const Settings& settings) { return !settings.token.empty() || !is_loopback(settings.host); }

Result<std::unique_ptr<Access>> open_access(const Settings& settings, const Clock& clock) {
  if (!asks_for_token(settings)) return nullptr;
  if (!settings.token.empty()) return Access::with_chosen_token(settings.token, settings.folders.outputs, clock);
  auto access = Access::with_made_token(settings.folders.outputs, clock);
  if (access || access.error().fault != Fault::not_found) return access;
  return failure(Fault::bad_request,
                 fmt::format("{} can be reached by other machines, and there is no access token", settings.host),
                 "Make one with podpromo token and keep what it prints, or set PODPROMO_TOKEN.");
}

}  // namespace podpromo
