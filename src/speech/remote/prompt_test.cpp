#include "speech/remote/prompt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::EndsWith;
using testing::StartsWith;

std::vector<Word> said(const std::vector<std::string>& texts) {
  std::vector<Word> words;
  for (const std::string& text : texts) words.emplace_back().text = text;
  return words;
}

constexpr const char* kNames = "Okafor, Jane Whitfield, Zaü-Berg, PodPromo.";

TEST(Prompt, IsTheNames) {
  EXPECT_EQ(prompt_of({"Okafor", "Jane Whitfield"}), "Okafor, Jane Whitfield.");
  EXPECT_EQ(prompt_of({}), "");
}

TEST(Prompt, IsShortAndCutsNoName) {
  const std::string prompt = prompt_of(std::vector<std::string>(500, "Jane Whitfield"));
  EXPECT_LE(prompt.size(), 400U);
  EXPECT_THAT(prompt, StartsWith("Jane Whitfield, Jane"));
  EXPECT_THAT(prompt, EndsWith(", Jane Whitfield."));
}

TEST(Prompt, IsKnownWhenItComesBack) {
  EXPECT_TRUE(says_back(kNames, said({"Okafor,", "Jane", "Whitfield,", "Zaü-Berg,", "PodPromo."})));
  EXPECT_TRUE(says_back(kNames, said({"and", "then", "jane", "whitfield", "zaü-berg", "Thank", "you"})));
  EXPECT_TRUE(says_back("Okafor.", said({"Okafor.", "Okafor."})));
  EXPECT_TRUE(says_back(kNames, said({"Jane", "Whitfield."})));
}

TEST(Prompt, IsNotWhatPeopleSayWithANameInIt) {
  EXPECT_FALSE(says_back(kNames, said({"Here", "is", "Jane", "Whitfield", "with", "Okafor."})));
  EXPECT_FALSE(says_back("Okafor.", said({"Okafor", "spoke."})));
  EXPECT_FALSE(says_back(kNames, said({})));
  EXPECT_FALSE(says_back("", said({"Hello"})));
}

}  // namespace
}  // namespace podpromo
