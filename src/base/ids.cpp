#include "base/ids.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/sha256.hpp"

namespace podpromo {

namespace {

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

Result<EpisodeId> EpisodeId::parse(std::string_view text) {
  if (text.empty() || text.size() > 64 || !std::ranges::all_of(text, is_id_character))
    return failure(Fault::not_found, "episode not found",
                   "Check the address: an episode id has letters, digits, _ and - only.");
  return EpisodeId(std::string(text));
}

EpisodeId EpisodeId::random() {
  std::array<unsigned char, 16> bytes{};
  // Up to 256 bytes are never cut short (getrandom(2)), only a wait for the kernel's pool can be broken off.
  ssize_t got = 0;
  do got = ::getrandom(bytes.data(), bytes.size(), 0);
  while (got < 0 && errno == EINTR);
  // An id that can be guessed must not leave here in any build.
  if (got != static_cast<ssize_t>(bytes.size())) std::abort();
  return EpisodeId(hex(bytes));
}

EpisodeId EpisodeId::of_content(std::string_view sha256_hex) {
  assert(sha256_hex.size() == 64);
  return EpisodeId(std::string(sha256_hex.substr(0, 32)));
}

Result<ClipId> ClipId::parse(std::string_view text) {
  if (text.size() != 16 || !std::ranges::all_of(text, is_hex_digit)) return failure(Fault::not_found, "clip not found");
  return ClipId(std::string(text));
}

ClipId ClipId::of_span(const EpisodeId& episode, double start_s, double end_s) {
  const auto ms = [](double seconds) { return std::llround(seconds * 1000); };
  return ClipId(sha256_hex(fmt::format("{}:{}:{}", episode.text(), ms(start_s), ms(end_s))).substr(0, 16));
}

}  // namespace podpromo
