#include "studio/doctor/finding.hpp"

#include <fmt/format.h>

namespace podpromo {

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok: return "ok";
    case Verdict::warning: return "warning";
    case Verdict::problem: return "problem";
  }
  return "problem";
}

void Report::trouble(Verdict verdict, std::string name, const Error& error) {
  const std::string says = error.detail.empty() ? error.reason : fmt::format("{} ({})", error.reason, error.detail);
  add(verdict, std::move(name), {error.fault, says, error.remedy});
}

std::string bytes_text(std::uint64_t bytes) {
  static constexpr double kGiga = 1e9;
  static constexpr double kMega = 1e6;
  const auto size = static_cast<double>(bytes);
  return size >= kGiga ? fmt::format("{:.1f} GB", size / kGiga) : fmt::format("{:.1f} MB", size / kMega);
}

}  // namespace podpromo
