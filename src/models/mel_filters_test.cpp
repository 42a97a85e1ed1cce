#include "models/mel_filters.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/sha256.hpp"
#include "models/byte_file.hpp"

namespace podpromo {
namespace {

TEST(MelFilters, AreBitForBitTheTableOfEightyBandsThatWhisperWasTrainedWith) {
  EXPECT_EQ(sha256_hex(as_bytes_view(mel_filters(80))),
            "4f2701b1d287d74a0dc9871026e9519d98cb76426615f2539b0d151a0ae4ec2e");
}

TEST(MelFilters, AreBitForBitTheTableOfLargeModelsToo) {
  EXPECT_EQ(sha256_hex(as_bytes_view(mel_filters(128))),
            "2a5f9822897750e047c85dea37cc268d3be0ecfd23c28a5f10da129d99d05afe");
}

TEST(MelFilters, HaveOneRowOfTheSpectrumForEachBand) { EXPECT_EQ(mel_filters(80).size(), 80U * kSpectrumBins); }

TEST(MelFilters, AreNeverNegative) {
  const auto filters = mel_filters(80);
  EXPECT_GE(*std::ranges::min_element(filters), 0.0F);
}

TEST(MelFilters, GiveEveryWideBandAnAreaOfAboutOne) {
  const auto filters = mel_filters(80);
  const float sum = std::accumulate(filters.end() - kSpectrumBins, filters.end(), 0.0F);
  EXPECT_NEAR(sum * 40.0F, 1.0F, 0.01F);
}

}  // namespace
}  // namespace podpromo
