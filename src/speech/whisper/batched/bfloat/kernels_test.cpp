#include "speech/whisper/batched/bfloat/kernels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "speech/whisper/batched/bfloat/attention.hpp"

namespace podpromo {
namespace {

constexpr std::size_t kHeads = 2;
constexpr std::size_t kWide = kHeads * BfloatAttention::kHeadWidth;

class BfloatKernels : public testing::Test {
 protected:
  void SetUp() override {
    if (!bfloat::is_possible()) GTEST_SKIP() << "this processor has no bfloat16 products";
  }

  std::vector<float> numbers(std::size_t count, float mean = 0) {
    std::normal_distribution<float> level(mean, 1);
    std::vector<float> all(count);
    std::generate(all.begin(), all.end(), [&] { return level(random_); });
    return all;
  }

  std::mt19937 random_{11};
};

// How much the position `at` looks at each, by one head.
std::vector<double> shares(const std::vector<float>& query, const std::vector<float>& key, std::size_t at,
                           std::size_t head) {
  std::vector<double> all;
  const auto at_head = [&](const std::vector<float>& tensor, std::size_t position) {
    return tensor.begin() + static_cast<std::ptrdiff_t>(position * kWide + head);
  };
  const auto mine = at_head(query, at);
  for (std::size_t other = 0; other < key.size() / kWide; ++other)
    all.push_back(std::exp(std::inner_product(mine, mine + 64, at_head(key, other), 0.0) / 8));
  const double total = std::accumulate(all.begin(), all.end(), 0.0);
  for (double& share : all) share /= total;
  return all;
}

// The definition, in double precision.
std::vector<float> attention(const std::vector<float>& query, const std::vector<float>& key,
                             const std::vector<float>& value) {
  std::vector<float> result(query.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto all = shares(query, key, i / kWide, i % kWide / 64 * 64);
    for (std::size_t other = 0; other < all.size(); ++other)
      result[i] += static_cast<float>(all[other] * value[other * kWide + i % kWide]);
  }
  return result;
}

TEST_F(BfloatKernels, AttendAsTheDefinitionSays) {
  BfloatAttention attention_by_bfloat(130);
  for (const std::size_t positions : {130U, 65U, 64U, 24U, 7U}) {
    const auto query = numbers(positions * kWide), key = numbers(positions * kWide, 3),
               value = numbers(positions * kWide);
    std::vector<bfloat::Bfloat> found(query.size());
    attention_by_bfloat.of({query.data(), key.data(), value.data(), positions, kWide}, found.data());
    std::vector<float> widened;
    for (const auto number : found) widened.push_back(std::bit_cast<float>(std::uint32_t{number} << 16U));
    EXPECT_THAT(widened, testing::Pointwise(testing::FloatNear(0.03F), attention(query, key, value))) << positions;
  }
}

TEST_F(BfloatKernels, MakePowersThatSumToWhatTheySay) {
  std::vector<float> scores = numbers(128);
  scores.resize(100);
  const float highest = *std::max_element(scores.begin(), scores.end());
  double expected = 0;
  for (const float score : scores) expected += std::exp2((score - highest) / 2);
  scores.resize(128);
  std::vector<bfloat::Bfloat> powers(128, 7);
  EXPECT_NEAR(bfloat::powers(scores.data(), 100, 0.5F, powers.data()), expected, 1e-4);
  EXPECT_THAT(std::vector<bfloat::Bfloat>(powers.begin() + 100, powers.end()), testing::Each(0));
}

TEST_F(BfloatKernels, BendNumbersAsGeluDoes) {
  std::vector<float> bent = {-100, -3, -1, -0.1F, 0, 0.1F, 1, 3, 100, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 1.1F, 1.2F, 2.5F};
  std::vector<float> expected;
  for (const float x : bent)
    expected.push_back(0.5F * x * (1 + std::tanh(std::sqrt(2 / 3.14159265F) * (x + 0.044715F * x * x * x))));
  bfloat::gelu(bent.data(), bent.size());
  EXPECT_THAT(bent, testing::Pointwise(testing::FloatNear(1e-5F), expected));
}

}  // namespace
}  // namespace podpromo
