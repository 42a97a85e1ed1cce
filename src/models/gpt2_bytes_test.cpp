#include "models/gpt2_bytes.hpp"

#include <gtest/gtest.h>

#include "models/half.hpp"

#include <cmath>
#include <limits>

namespace podpromo {
namespace {

TEST(Gpt2Bytes, LeaveVisibleLettersAsTheyAre) { EXPECT_EQ(gpt2_bytes("Hello!~"), "Hello!~"); }

TEST(Gpt2Bytes, TurnTheLetterGWithADotIntoASpace) { EXPECT_EQ(gpt2_bytes("Ġgazed"), " gazed"); }

TEST(Gpt2Bytes, SpellTheFirstAndTheLastStandIn) {
  EXPECT_EQ(gpt2_bytes("Ā"), std::string(1, '\0'));
  EXPECT_EQ(gpt2_bytes("\xC5\x83"), "\xAD");
}

TEST(Gpt2Bytes, PutTogetherLettersOfSeveralBytes) { EXPECT_EQ(gpt2_bytes("Ã¼"), "ü"); }

TEST(Gpt2Bytes, RefuseCharactersThatStandForNoByte) {
  EXPECT_EQ(gpt2_bytes("\xC5\x84").error().fault, Fault::bad_request);
  EXPECT_EQ(gpt2_bytes("€").error().fault, Fault::bad_request);
  EXPECT_EQ(gpt2_bytes("a b").error().fault, Fault::bad_request);
}

TEST(Gpt2Bytes, RefuseWhatIsNotUtf8) {
  EXPECT_EQ(gpt2_bytes("\xC4").error().fault, Fault::bad_request);
  EXPECT_EQ(gpt2_bytes("\xC4(").error().fault, Fault::bad_request);
  EXPECT_EQ(gpt2_bytes("\xC0\xA1").error().fault, Fault::bad_request);
}

TEST(Half, WidensExactly) {
  EXPECT_EQ(float_from_half(0x3C00), 1.0F);
  EXPECT_EQ(float_from_half(0xC000), -2.0F);
  EXPECT_EQ(float_from_half(0x0001), std::ldexp(1.0F, -24));
  EXPECT_EQ(float_from_half(0x7BFF), 65504.0F);
  EXPECT_TRUE(std::signbit(float_from_half(0x8000)));
  EXPECT_TRUE(std::isnan(float_from_half(0x7E00)));
}

TEST(Half, ComesBackTheSameFromEveryFloatItWidensTo) {
  for (std::uint32_t bits = 0; bits <= 0x7C00; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    ASSERT_EQ(half_from_float(float_from_half(half)), half);
    ASSERT_EQ(half_from_float(-float_from_half(half)), half | 0x8000);
  }
}

TEST(Half, RoundsToTheNearestAndTiesToEven) {
  EXPECT_EQ(half_from_float(1.0F + std::ldexp(1.0F, -11)), 0x3C00);
  EXPECT_EQ(half_from_float(1.0F + 3 * std::ldexp(1.0F, -11)), 0x3C02);
  EXPECT_EQ(half_from_float(std::ldexp(1.0F, -25)), 0x0000);
  EXPECT_EQ(half_from_float(std::ldexp(3.0F, -25)), 0x0002);
}

TEST(Half, BecomesInfinityWhenTooLarge) {
  EXPECT_EQ(half_from_float(65519.0F), 0x7BFF);
  EXPECT_EQ(half_from_float(65520.0F), 0x7C00);
  EXPECT_EQ(half_from_float(-1e30F), 0xFC00);
  EXPECT_EQ(half_from_float(std::numeric_limits<float>::quiet_NaN()), 0x7E00);
}

}  // namespace
}  // namespace podpromo
