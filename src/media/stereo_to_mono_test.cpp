#include "media/stereo_to_mono.hpp"

#include "media/wav_file.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace podpromo {

namespace {

// A tone of amplitude 10000 × gain in each channel.
std::vector<std::int16_t> tone(double seconds, double left, double right) {
  std::vector<std::int16_t> stereo;
  for (int frame = 0; frame < static_cast<int>(seconds * kSoundRate); ++frame) {
    const double value = 10000 * std::sin(2 * std::numbers::pi * 440 * frame / kSoundRate);
    stereo.push_back(static_cast<std::int16_t>(std::lround(left * value)));
    stereo.push_back(static_cast<std::int16_t>(std::lround(right * value)));
  }
  return stereo;
}

std::vector<std::int16_t> mono_of(const std::vector<std::int16_t>& stereo) {
  StereoToMono mixer;
  std::vector<std::int16_t> mono;
  mixer.add(stereo, mono);
  mixer.finish(mono);
  return mono;
}

int largest(const std::vector<std::int16_t>& samples) {
  return *std::ranges::max_element(samples, {}, [](std::int16_t s) { return std::abs(int{s}); });
}

}  // namespace

TEST(StereoToMono, TakesTheMeanOfTwoVoices) {
  const auto mono = mono_of(tone(2.5, 1, 0.5));
  EXPECT_EQ(mono.size(), 40000u);
  EXPECT_NEAR(std::abs(largest(mono)), 7500, 2);
}

TEST(StereoToMono, TakesOneChannelWhereTheMeanWouldCancel) {
  EXPECT_NEAR(std::abs(largest(mono_of(tone(2.5, 1, -1)))), 10000, 2);
  EXPECT_NEAR(std::abs(largest(mono_of(tone(2.5, 0.8, -1)))), 10000, 2);
}

TEST(StereoToMono, TakesTheOnlyChannelThatHasSound) {
  EXPECT_NEAR(std::abs(largest(mono_of(tone(2.5, 0, 1)))), 10000, 2);
}

TEST(StereoToMono, GlidesFromOneWayToTheOther) {
  auto stereo = tone(1, 1, 1);
  std::ranges::copy(tone(1, 1, -1), std::back_inserter(stereo));
  const auto mono = mono_of(stereo);
  ASSERT_EQ(mono.size(), 32000u);
  EXPECT_NEAR(mono[16000], 0, 1);  // begins as the mean of opposites
  EXPECT_NEAR(std::abs(largest({mono.begin() + 16320, mono.end()})), 10000, 2);
}

TEST(StereoToMono, GivesTheSameHoweverTheSamplesArrive) {
  const auto stereo = tone(2.3, 1, -1);
  StereoToMono mixer;
  std::vector<std::int16_t> mono;
  for (std::size_t at = 0; at < stereo.size(); at += 998)
    mixer.add(std::span(stereo).subspan(at, std::min<std::size_t>(998, stereo.size() - at)), mono);
  mixer.finish(mono);
  EXPECT_EQ(mono, mono_of(stereo));
}

TEST(StereoToMono, KeepsSilenceSilent) { EXPECT_EQ(largest(mono_of(tone(1.5, 0, 0))), 0); }

}  // namespace podpromo
