#include "moments/repeats.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace podpromo {

namespace {

constexpr std::size_t kLength = 8;
constexpr std::size_t kDifferent = 5;
constexpr double kApart = 45;

struct Seen {
  double first = 0;
  double last = 0;
};

bool has_variety(std::span<const std::uint64_t> hashes) {
  std::size_t different = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i)
    different += std::find(hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(i), hashes[i]) ==
                 hashes.begin() + static_cast<std::ptrdiff_t>(i);
  return different >= kDifferent;
}

// FNV-1a over the hashes of the tokens.
std::uint64_t key_of(std::span<const std::uint64_t> hashes) {
  std::uint64_t key = 14695981039346656037ULL;
  for (const auto hash : hashes) key = (key ^ hash) * 1099511628211ULL;
  return key;
}

}  // namespace

Repeats repeats_of(std::span<const std::string> tokens, std::span<const double> seconds) {
  Repeats repeats{std::vector<std::uint8_t>(tokens.size(), 0), std::vector<std::uint8_t>(tokens.size(), 0)};
  if (tokens.size() < kLength) return repeats;
  std::vector<std::uint64_t> hashes(tokens.size());
  std::ranges::transform(tokens, hashes.begin(), std::hash<std::string_view>());
  const std::size_t sequences = tokens.size() - kLength + 1;
  std::vector<std::uint64_t> keys(sequences, 0);  // 0: too monotonous to count
  std::unordered_map<std::uint64_t, Seen> seen;
  for (std::size_t i = 0; i < sequences; ++i) {
    const auto sequence = std::span(hashes).subspan(i, kLength);
    if (!has_variety(sequence)) continue;
    keys[i] = key_of(sequence) | 1;
    const auto [entry, is_new] = seen.try_emplace(keys[i], Seen{seconds[i], seconds[i]});
    entry->second.last = seconds[i];
  }
  for (std::size_t i = 0; i < sequences; ++i) {
    if (keys[i] == 0) continue;
    const Seen& when = seen.at(keys[i]);
    const bool later = when.last - seconds[i] > kApart;
    const bool before = seconds[i] - when.first > kApart;
    for (std::size_t k = i; k < i + kLength; ++k) {
      repeats.later[k] = static_cast<std::uint8_t>(repeats.later[k] + later);
      repeats.anywhere[k] = static_cast<std::uint8_t>(repeats.anywhere[k] + (later || before));
    }
  }
  return repeats;
}

}  // namespace podpromo
