#include "http/accept.hpp"

#include <array>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

constexpr std::array<std::string_view, 4> kOffered{"application/json", "text/plain", "text/vtt",
                                                   "application/x-subrip"};

std::optional<std::size_t> chosen(std::string_view accept) { return accepted(accept, kOffered); }

TEST(Accept, TakesTheFirstWhenNothingIsSaid) {
  EXPECT_EQ(chosen(""), 0u);
  EXPECT_EQ(chosen("*/*"), 0u);
  EXPECT_EQ(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), 0u);
}

TEST(Accept, TakesWhatIsNamed) {
  EXPECT_EQ(chosen("text/vtt"), 2u);
  EXPECT_EQ(chosen("Application/X-SubRip; charset=utf-8"), 3u);
  EXPECT_EQ(chosen("text/*"), 1u);
}

TEST(Accept, GoesByTheWeights) {
  EXPECT_EQ(chosen("application/json;q=0.4, text/vtt;q=0.9"), 2u);
  EXPECT_EQ(chosen("text/*;q=0.9, text/plain;q=0.1"), 2u);
  EXPECT_EQ(chosen("text/plain;q=0, text/*"), 2u);
  EXPECT_EQ(chosen("*/*;q=0.1, application/x-subrip;q=0.2"), 3u);
}

TEST(Accept, FindsNothingWhenNothingFits) {
  EXPECT_EQ(chosen("image/png"), std::nullopt);
  EXPECT_EQ(chosen("application/json;q=0"), std::nullopt);
  EXPECT_EQ(chosen("text/vtt;q=much"), std::nullopt);
  EXPECT_EQ(chosen("text/, /*, *"), std::nullopt);
}

}  // namespace
}  // namespace podpromo
