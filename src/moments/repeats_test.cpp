#include "moments/repeats.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace podpromo {
namespace {

struct Said {
  std::vector<std::string> tokens;
  std::vector<double> seconds;

  void at(double start, const std::string& text) {
    std::istringstream in(text);
    for (std::string token; in >> token; start += 0.3) {
      tokens.push_back(token);
      seconds.push_back(start);
    }
  }
};

TEST(Repeats, MarkTheEarlierCopyAsSaidAgainLater) {
  Said said;
  said.at(0, "we never knew what the river would bring us");
  said.at(100, "we never knew what the river would bring us");
  const Repeats repeats = repeats_of(said.tokens, said.seconds);
  EXPECT_GT(repeats.later[4], 0);
  EXPECT_EQ(repeats.later[13], 0);
  EXPECT_GT(repeats.anywhere[13], 0);
}

TEST(Repeats, LetPeopleRepeatThemselvesAtOnce) {
  Said said;
  said.at(0, "we never knew what the river would bring us");
  said.at(10, "we never knew what the river would bring us");
  EXPECT_EQ(repeats_of(said.tokens, said.seconds).anywhere[4], 0);
}

TEST(Repeats, DontCountMonotony) {
  Said said;
  said.at(0, "no no no no no no no no no no");
  said.at(100, "no no no no no no no no no no");
  EXPECT_EQ(repeats_of(said.tokens, said.seconds).anywhere[4], 0);
}

TEST(Repeats, OfAFewWordsAreNone) {
  Said said;
  said.at(0, "hello there");
  EXPECT_EQ(repeats_of(said.tokens, said.seconds).later.size(), 2U);
}

}  // namespace
}  // namespace podpromo
