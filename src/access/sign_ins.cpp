#include "access/sign_ins.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "access/token_file.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargestFile = 1 << 20;

std::chrono::seconds since_1970(SignIns::Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch());
}

}  // namespace

SignIns::SignIns(const fs::path& folder) : file_(folder / "sign_ins.json") {
  const auto text = read_whole(file_, kLargestFile);
  if (!text) return;
  const auto kept = nlohmann::json::parse(*text, nullptr, false);
  if (!kept.is_object() || !kept.contains("sign_ins") || !kept["sign_ins"].is_object()) return;
  for (const auto& [fingerprint, end] : kept["sign_ins"].items())
    if (end.is_number_integer()) ends_[fingerprint] = Time(std::chrono::seconds(end.get<std::int64_t>()));
}

std::optional<SignIns::Time> SignIns::end_of(const std::string& fingerprint) const {
  const auto found = ends_.find(fingerprint);
  return found == ends_.end() ? std::nullopt : std::optional(found->second);
}

Done SignIns::add(const std::string& fingerprint, Time end, Time now) {
  Ends ends = ends_;
  std::erase_if(ends, [now](const auto& entry) { return entry.second <= now; });
  while (ends.size() >= kMost) ends.erase(std::ranges::min_element(ends, {}, &Ends::value_type::second));
  ends[fingerprint] = end;
  PODPROMO_TRY(keep(ends));
  ends_ = std::move(ends);
  return {};
}

Done SignIns::remove(const std::string& fingerprint) {
  if (ends_.erase(fingerprint) == 0) return {};
  return keep(ends_);
}

Done SignIns::keep(const Ends& ends) const {
  nlohmann::json kept{{"version", 1}, {"sign_ins", nlohmann::json::object()}};
  for (const auto& [fingerprint, end] : ends) kept["sign_ins"][fingerprint] = since_1970(end).count();
  return write_private(file_, kept.dump() + "\n");
}

}  // namespace podpromo
