#include "speech/groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

// Chunks of these lengths, a second apart.
std::vector<PackedChunk> chunks(const std::vector<double>& lengths) {
  std::vector<PackedChunk> all;
  double at = 0;
  for (const double length : lengths) {
    all.push_back({{at, at + length}, 0, 0});
    at += length + 1;
  }
  return all;
}

double seconds_in(const ChunkGroup& group, const std::vector<PackedChunk>& all) {
  return std::accumulate(group.begin(), group.end(), 0.0, [&](double sum, std::size_t number) {
    return sum + all[number].chunk.end - all[number].chunk.start;
  });
}

TEST(Groups, OfNothingAreNone) { EXPECT_THAT(group_chunks({}, 8), IsEmpty()); }

TEST(Groups, OfAnEngineThatHearsOneAtATimeAreSingleChunks) {
  const auto groups = group_chunks(chunks({5, 20, 10}), 1);
  EXPECT_THAT(groups, SizeIs(3));
  EXPECT_THAT(groups, testing::Each(SizeIs(1)));
}

TEST(Groups, OfAShortEpisodeAreTwoOfEqualWork) {
  const auto all = chunks({29, 2, 28, 1, 27, 26});
  const auto groups = group_chunks(all, 8);
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_NEAR(seconds_in(groups[0], all), seconds_in(groups[1], all), 2);
}

TEST(Groups, OfASingleChunkAreOne) { EXPECT_THAT(group_chunks(chunks({4}), 8), ElementsAre(ElementsAre(0))); }

TEST(Groups, OfALongEpisodeHoldEveryChunkOnceAndNeverTooMany) {
  const auto all = chunks(std::vector<double>(101, 20));
  std::vector<std::size_t> numbers;
  for (const ChunkGroup& group : group_chunks(all, 8)) {
    EXPECT_THAT(group, SizeIs(Le(8U)));
    numbers.insert(numbers.end(), group.begin(), group.end());
  }
  std::vector<std::size_t> expected(all.size());
  std::iota(expected.begin(), expected.end(), 0U);
  EXPECT_THAT(numbers, UnorderedElementsAreArray(expected));
}

TEST(Groups, ComeInTheOrderOfTheEpisode) {
  const auto groups = group_chunks(chunks(std::vector<double>(64, 20)), 8);
  EXPECT_THAT(groups[0], testing::Each(testing::Lt(16U)));
  EXPECT_THAT(groups[1], testing::Each(testing::Lt(16U)));
  EXPECT_THAT(groups.back(), testing::Each(testing::Ge(48U)));
}

}  // namespace
}  // namespace podpromo
