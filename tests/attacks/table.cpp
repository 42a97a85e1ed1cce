#include "table.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace podpromo {

namespace {

std::vector<AttackRow>& rows() {
  static std::vector<AttackRow> all;
  return all;
}

class PrintsTheTable : public testing::Environment {
 public:
  void TearDown() override {
    if (rows().empty()) return;
    fmt::print("\n{:<16}{:<72}{:<26}{}\n", "kind", "attack", "answer", "as it should be");
    for (const AttackRow& row : rows())
      fmt::print("{:<16}{:<72}{:<26}{}\n", row.kind, row.attack, row.answer, row.passed() ? "yes" : "NO");
    const auto passed = std::ranges::count_if(rows(), &AttackRow::passed);
    fmt::print("{} of {} attacks were answered as they should be\n", passed, rows().size());
  }
};

const testing::Environment* const kPrints = testing::AddGlobalTestEnvironment(new PrintsTheTable);

}  // namespace

bool AttackRow::passed() const {
  return std::ranges::any_of(expected | std::views::split('|'),
                             [this](const auto& one) { return std::string_view(one.begin(), one.end()) == answer; });
}

void record(AttackRow row) {
  EXPECT_TRUE(row.passed()) << row.kind << ": " << row.attack << ": " << row.answer << ", not " << row.expected;
  rows().push_back(std::move(row));
}

}  // namespace podpromo
