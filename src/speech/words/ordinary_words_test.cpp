#include "speech/words/ordinary_words.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace podpromo {
namespace {

const std::function<bool(std::string_view)> kKnows = [](std::string_view word) {
  static const std::set<std::string, std::less<>> kWords{"garden", "make", "city",  "run",  "bee",
                                                         "keeper", "read", "hurry", "field"};
  return kWords.contains(word);
};

TEST(OrdinaryWords, AreKnownOrMadeFromKnownOnes) {
  for (const char* word :
       {"garden", "Gardens", "gardeners", "making", "cities", "Running", "hurried", "of", "a", "we'll", "Don't"})
    EXPECT_TRUE(is_inflected(word, kKnows)) << word;
  for (const char* word : {"Whitfield", "beekeeper", "unread", "Okafor", "O'Neill", ""})
    EXPECT_EQ(is_inflected(word, kKnows), std::string_view(word).empty()) << word;
}

TEST(OrdinaryWords, MayBePutTogether) {
  for (const char* word : {"Beekeeper", "beekeepers", "unread", "rereading", "bee-keeper", "gardens"})
    EXPECT_TRUE(is_put_together(word, kKnows)) << word;
  for (const char* word : {"Whitfield", "Okafor", "beeqqq", "unqqqq"})
    EXPECT_FALSE(is_put_together(word, kKnows)) << word;
}

}  // namespace
}  // namespace podpromo
