#include "speech/whisper/batched/bfloat/panels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

namespace podpromo::bfloat {
namespace {

class BfloatPanels : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_possible()) GTEST_SKIP() << "this processor has no bfloat16 products";
  }

  // Numbers that bfloat16 can hold, so that only sums are rounded.
  std::vector<float> numbers(std::size_t count) {
    std::uniform_int_distribution<int> steps(-64, 64);
    std::vector<float> all(count);
    std::generate(all.begin(), all.end(), [&] { return static_cast<float>(steps(random_)) / 64; });
    return all;
  }

  std::mt19937 random_{7};
};

std::vector<Bfloat> narrowed(const std::vector<float>& numbers) {
  std::vector<Bfloat> all(numbers.size());
  narrow(numbers, all.data());
  return all;
}

TEST_F(BfloatPanels, MultiplyAsTheDefinitionSays) {
  constexpr std::size_t kInputs = 48, kOutputs = 128, kStep = 2 * kInputs;
  const auto matrix = numbers(kInputs * kOutputs), bias = numbers(kOutputs);
  const auto wide = narrowed(matrix);
  std::vector<Bfloat> packed(wide.size());
  pack_matrix(wide, kInputs, packed.data());
  for (const std::size_t count : {1U, 6U, 100U}) {
    const auto rows = numbers((count + kRows) * kStep), added = numbers(count * kOutputs);
    std::vector<float> expected(count * kOutputs), found(expected.size());
    for (std::size_t row = 0; row < count; ++row)
      for (std::size_t output = 0; output < kOutputs; ++output) {
        float sum = bias[output] + added[row * kOutputs + output];
        for (std::size_t i = 0; i < kInputs; ++i) sum += rows[row * kStep + i] * matrix[output * kInputs + i];
        expected[row * kOutputs + output] = sum;
      }
    const auto rounded = narrowed(rows);
    const Panels panels{packed.data(), kInputs, kOutputs};
    multiply(panels, {rounded.data(), kStep, count}, {.bias = bias.data(), .added = added.data()}, found.data());
    EXPECT_THAT(found, testing::Pointwise(testing::FloatNear(1e-4F), expected)) << count;
    std::vector<Bfloat> narrow_found(expected.size());
    multiply(panels, {rounded.data(), kStep, count}, {.bias = bias.data(), .added = added.data()}, narrow_found.data());
    EXPECT_EQ(narrow_found, narrowed(found)) << count;
  }
}

TEST_F(BfloatPanels, LookAtThreeStepsOfAConvolution) {
  constexpr std::size_t kChannels = 16, kOutputs = 64, kFrames = 10;
  const auto weights = numbers(3 * kChannels * kOutputs), frames = numbers(kFrames * kChannels);
  const auto narrow_weights = narrowed(weights);
  std::vector<Bfloat> packed(weights.size());
  pack_convolution(narrow_weights, kChannels, packed.data());
  std::vector<float> around((kFrames + 2 + 2 * kRows) * kChannels);
  std::copy(frames.begin(), frames.end(), around.begin() + kChannels);
  std::vector<float> expected, found(kFrames / 2 * kOutputs);
  for (std::size_t frame = 0; frame < kFrames; frame += 2)
    for (std::size_t output = 0; output < kOutputs; ++output) {
      float sum = 0;
      for (std::size_t channel = 0; channel < kChannels; ++channel)
        for (std::size_t step = 0; step < 3; ++step)
          sum += weights[(output * kChannels + channel) * 3 + step] * around[(frame + step) * kChannels + channel];
      expected.push_back(sum);
    }
  const auto rows = narrowed(around);
  multiply({packed.data(), 3 * kChannels, kOutputs}, {rows.data(), 2 * kChannels, kFrames / 2}, {}, found.data());
  EXPECT_THAT(found, testing::Pointwise(testing::FloatNear(1e-4F), expected));
}

TEST_F(BfloatPanels, AreEvenOnAverage) {
  const auto scale = numbers(32), shift = numbers(32);
  auto uneven = numbers(32);
  for (float& number : uneven) number = 5 + 3 * number;
  double mean = 0, variance = 0;
  for (const float number : uneven) mean += number / 32;
  for (const float number : uneven) variance += (number - mean) * (number - mean) / 32;
  std::vector<float> expected;
  for (std::size_t i = 0; i < 32; ++i)
    expected.push_back(static_cast<float>((uneven[i] - mean) / std::sqrt(variance + 0.5) * scale[i] + shift[i]));
  std::vector<Bfloat> found(32);
  even_out(uneven.data(), 32, {.scale = scale.data(), .shift = shift.data(), .epsilon = 0.5F}, found.data());
  std::vector<float> widened;
  for (const Bfloat number : found) widened.push_back(std::bit_cast<float>(std::uint32_t{number} << 16U));
  EXPECT_THAT(widened, testing::Pointwise(testing::FloatNear(0.01F), expected));
}

}  // namespace
}  // namespace podpromo::bfloat
