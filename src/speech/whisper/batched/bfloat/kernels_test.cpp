#include "speech/whisper/batched/bfloat/kernels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "speech/whisper/batched/bfloat/attention.hpp"
#include "speech/whisper/batched/bfloat/kernel_table.hpp"

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

std::vector<float> widened(const std::vector<bfloat::Bfloat>& numbers) {
  std::vector<float> all;
  for (const auto number : numbers) all.push_back(std::bit_cast<float>(std::uint32_t{number} << 16U));
  return all;
}

TEST_F(BfloatKernels, AttendAsTheDefinitionSays) {
  BfloatAttention attention_by_bfloat(130);
  for (const std::size_t positions : {130U, 65U, 64U, 24U, 7U}) {
    const auto query = numbers(positions * kWide), key = numbers(positions * kWide, 3),
               value = numbers(positions * kWide);
    std::vector<bfloat::Bfloat> found(query.size());
    attention_by_bfloat.of({query.data(), key.data(), value.data(), positions, kWide}, found.data());
    EXPECT_THAT(widened(found), testing::Pointwise(testing::FloatNear(0.03F), attention(query, key, value)))
        << positions;
  }
}

// The kernels for each kind of processor, as far as this one can run them.
class EachProcessor : public BfloatKernels, public testing::WithParamInterface<const bfloat::KernelTable* (*)()> {
 protected:
  void SetUp() override {
    table_ = GetParam()();
    if (table_ == nullptr) GTEST_SKIP() << "this processor has other instructions";
  }
  const bfloat::KernelTable* table_ = nullptr;
};

TEST_P(EachProcessor, RoundsToTheNearestEvenOne) {
  std::vector<float> exact = numbers(133);
  exact[0] = std::bit_cast<float>(0x3F808000U);  // half-way from an even one
  exact[1] = std::bit_cast<float>(0x3F818000U);  // half-way to an even one
  std::vector<bfloat::Bfloat> narrowed(134, 7);
  table_->narrow(exact, narrowed.data());
  EXPECT_EQ(narrowed[0], 0x3F80);
  EXPECT_EQ(narrowed[1], 0x3F82);
  EXPECT_EQ(narrowed[133], 7);
  for (std::size_t i = 0; i < exact.size(); ++i)
    EXPECT_NEAR(widened(narrowed)[i], exact[i], std::abs(exact[i]) / 256) << i;
}

TEST_P(EachProcessor, MultipliesAsTheDefinitionSays) {
  using namespace bfloat;
  for (const std::size_t pairs : {1U, 24U, 700U}) {
    std::vector<Bfloat> rows(kRows * 2 * pairs), columns(kColumns * 2 * pairs);
    table_->narrow(numbers(rows.size()), rows.data());
    table_->narrow(numbers(columns.size()), columns.data());
    const auto row_numbers = widened(rows), column_numbers = widened(columns);
    std::vector<float> sums(kRows * kColumns, 99), expected(sums.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      double sum = 0;
      for (std::size_t at = 0; at < 2 * pairs; ++at)
        sum += static_cast<double>(row_numbers[i / kColumns * 2 * pairs + at]) *
               column_numbers[at / 2 * 2 * kColumns + i % kColumns * 2 + at % 2];
      expected[i] = static_cast<float>(sum);
    }
    table_->product({rows.data(), 2 * pairs}, columns.data(), pairs, {sums.data(), kColumns});
    EXPECT_THAT(sums, testing::Pointwise(testing::FloatNear(0.002F), expected)) << pairs;
  }
}

TEST_P(EachProcessor, PacksValuesInPairs) {
  const auto values = numbers(3 * 64);
  std::vector<bfloat::Bfloat> packed(64 * 64, 7), narrowed(values.size());
  table_->narrow(values, narrowed.data());
  table_->pack_values({values.data(), 3, 64}, packed.data());
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_EQ(packed[2 * i], narrowed[i]);
    EXPECT_EQ(packed[2 * i + 1], narrowed[64 + i]);
    EXPECT_EQ(packed[128 + 2 * i], narrowed[128 + i]);
    EXPECT_EQ(packed[128 + 2 * i + 1], 0);
  }
  EXPECT_THAT(std::vector<bfloat::Bfloat>(packed.begin() + 256, packed.end()), testing::Each(0));
}

float gelu(float x) { return 0.5F * x * (1 + std::tanh(std::sqrt(2 / 3.14159265F) * (x + 0.044715F * x * x * x))); }

TEST_P(EachProcessor, BendsNumbersAsGeluDoes) {
  std::vector<float> bent = {-100, -3, -1, -0.1F, 0, 0.1F, 1, 3, 100, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 1.1F, 1.2F, 2.5F};
  std::vector<float> expected;
  for (const float x : bent) expected.push_back(gelu(x));
  table_->gelu(bent.data(), bent.size());
  EXPECT_THAT(bent, testing::Pointwise(testing::FloatNear(1e-5F), expected));
}

TEST_P(EachProcessor, EndsSumsAsIsWanted) {
  const auto sums = numbers(64), bias = numbers(64), added = numbers(64);
  std::vector<float> expected, found(64);
  for (std::size_t i = 0; i < 64; ++i) expected.push_back(gelu(sums[i] + bias[i]) + added[i]);
  const bfloat::Ending ending{.bias = bias.data(), .bend = true, .added = added.data()};
  table_->end_single(sums.data(), ending, found.data());
  EXPECT_THAT(found, testing::Pointwise(testing::FloatNear(1e-5F), expected));
  std::vector<bfloat::Bfloat> narrow_found(64), narrowed(64);
  table_->end_narrow(sums.data(), ending, narrow_found.data());
  table_->narrow(found, narrowed.data());
  EXPECT_EQ(narrow_found, narrowed);
  table_->end_single(sums.data(), {}, found.data());
  EXPECT_EQ(found, sums);
}

TEST_P(EachProcessor, MakesPowersThatSumToWhatItSays) {
  std::vector<float> scores = numbers(128);
  scores.resize(100);
  const float highest = *std::max_element(scores.begin(), scores.end());
  double expected = 0;
  for (const float score : scores) expected += std::exp2((score - highest) / 2);
  scores.resize(128);
  std::vector<bfloat::Bfloat> powers(128, 7);
  EXPECT_NEAR(table_->powers(scores.data(), 100, 0.5F, powers.data()), expected, 1e-4);
  EXPECT_THAT(std::vector<bfloat::Bfloat>(powers.begin() + 100, powers.end()), testing::Each(0));
}

using GetTable = const bfloat::KernelTable* (*)();

std::string name_of(const testing::TestParamInfo<GetTable>& run) {
  return std::array<std::string, 3>{"Native", "Avx512", "Avx2"}.at(run.index);
}

INSTANTIATE_TEST_SUITE_P(BfloatKernels, EachProcessor,
                         testing::Values(bfloat::native_kernels, bfloat::wide512_kernels, bfloat::wide256_kernels),
                         name_of);

}  // namespace
}  // namespace podpromo
