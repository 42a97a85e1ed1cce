#include "speech/words/restore_punctuation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/durable.hpp"

namespace podpromo {
namespace {

// A word each 0.3 s; "/" is a pause of 0.7 s, "#" another speaker.
Transcript talk(const std::string& text) {
  Transcript transcript;
  transcript.language = "en";
  std::istringstream words(text);
  double at = 0;
  int speaker = 0;
  for (std::string word; words >> word;) {
    if (word == "/") at += 0.7;
    if (word == "#") ++speaker;
    if (word == "/" || word == "#") continue;
    transcript.words.push_back({.text = word, .start = at, .end = at + 0.3, .speaker = speaker});
    at += 0.3;
  }
  return transcript;
}

std::string text_of_all(const Transcript& transcript) { return text_of(transcript, 0, transcript.words.size()); }

TEST(RestoredPunctuation, EndsSentencesAtPausesAndSpeakers) {
  const auto restored = with_punctuation(
      talk("welcome to the garden show i'm glad you are here / so today we talk about the / soil and about the rain / "
           "# thank you for having me / well i think that most people water far too much and far too late"));
  EXPECT_EQ(text_of_all(restored),
            "Welcome to the garden show I'm glad you are here. So today we talk about the soil and about the rain. "
            "Thank you for having me. Well I think that most people water far too much and far too late.");
  EXPECT_TRUE(restored.restored_punctuation);
}

TEST(RestoredPunctuation, SeesPlainQuestions) {
  const auto restored = with_punctuation(
      talk("and the rain is cold in the north of the island when the winter comes back to us all again # so why do you "
           "stay there # because the bread is good / yeah / do you know the bread of the island"));
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("So why do you stay there?"));
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("Do you know the bread of the island?"));
}

TEST(RestoredPunctuation, LeavesTimesAndSpeakersAlone) {
  auto before = talk(
      "one and two and three and four / so five # six and seven and eight of the nine and ten of the "
      "eleven and the twelve of the others and more of the same and so on");
  auto after = with_punctuation(before);
  ASSERT_EQ(after.words.size(), before.words.size());
  for (std::size_t i = 0; i < after.words.size(); ++i) after.words[i].text = before.words[i].text;
  after.restored_punctuation = false;
  EXPECT_EQ(after, before);
}

TEST(RestoredPunctuation, IsNotForTextsThatHaveTheirOwn) {
  auto own = talk(
      "Welcome to the show. I am glad. / So today we talk. / Well it rains. / Thank you. / It is late and "
      "all of the others went home hours ago to the north");
  EXPECT_EQ(with_punctuation(own), own);
  auto german = talk(
      "und dann kam der regen / so war es immer / und keiner wusste warum es so war und warum es so "
      "bleiben sollte bis in den herbst hinein und weiter und weiter");
  german.language = "de";
  EXPECT_TRUE(lacks_punctuation(german));
  EXPECT_EQ(with_punctuation(german), german);
  EXPECT_EQ(with_punctuation(talk("too short")), talk("too short"));
}

// Some sentences with punctuation and capitals, of `count` words.
std::string punctuated(int count) {
  std::string text;
  for (int words = 0; words < count; words += 8) text += "Well, I saw the old man there today. ";
  return text;
}

// Seventy words as a recogniser writes them that has lost its punctuation, with pauses where sentences end.
const std::string kBare =
    "so the garden needs a lot of water in the summer and the soil under the plant has to be cold / and then i went to "
    "the market with a bag of peppers that nobody wanted to have at all / but the teacher behind the school had a good "
    "idea for them / because we never had that many of them in the town and the bread of the island was still warm "
    "yesterday";

TEST(RestoredPunctuation, MendsALongStretchWithoutAnyInATextThatHasItsOwn) {
  const auto before = talk(punctuated(80) + kBare + " Now it is good. " + punctuated(80));
  ASSERT_FALSE(lacks_punctuation(before));
  const auto restored = with_punctuation(before);
  EXPECT_TRUE(restored.restored_punctuation);
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("So the garden needs"));
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("be cold. And then I went"));
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("at all. But the teacher"));
  EXPECT_THAT(text_of_all(restored), testing::HasSubstr("for them. Because we"));
  EXPECT_TRUE(text_of_all(restored).starts_with(punctuated(80)));
  EXPECT_TRUE(
      text_of_all(restored).ends_with("Now it is good. " + punctuated(72) + "Well, I saw the old man there today."));
}

TEST(RestoredPunctuation, LeavesAShortStretchWithoutAny) {
  const auto before = talk(punctuated(80) + kBare.substr(0, kBare.size() / 2) + ". " + punctuated(80));
  EXPECT_EQ(with_punctuation(before), before);
}

TEST(RestoredPunctuation, LeavesALongSentenceWithCommas) {
  std::string endless;
  for (int i = 0; i < 12; ++i) endless += "and the rain fell on the town, ";
  const auto before = talk(punctuated(80) + "So it was late " + endless + "and that was it. " + punctuated(80));
  EXPECT_EQ(with_punctuation(before), before);
}

TEST(RestoredPunctuation, SeesWhereTheNextSentenceHasItsCapital) {
  const auto restored = with_punctuation(talk(
      "Welcome to the garden and the people there Today the soil is cold The rain fell on Anna and the others for a "
      "long time and nobody at the market had any of the peppers from Boston This is late"));
  EXPECT_EQ(text_of_all(restored),
            "Welcome to the garden and the people there Today the soil is cold. The rain fell on Anna and the others "
            "for a long time and nobody at the market had any of the peppers from Boston This is late.");
}

TEST(RestoredPunctuation, GivesCapitalsToATextThatHasFullStopsOnly) {
  const auto restored = with_punctuation(talk(
      "welcome to the show. i am glad, and i'm here. so today we talk about rain. it is late and all of the others "
      "went home hours ago to the north of anna's island."));
  EXPECT_EQ(
      text_of_all(restored),
      "Welcome to the show. I am glad, and I'm here. So today we talk about rain. It is late and all of the others "
      "went home hours ago to the north of anna's island.");
  EXPECT_TRUE(restored.restored_punctuation);
}

TEST(RestoredPunctuation, LeavesWhatIsWrittenSmallAfterAnAbbreviation) {
  const auto before = talk(
      "It was about 9 p.m. and the rain fell on the town and the people there went home hours ago to the north of the "
      "island where the bread is good, as ever.");
  EXPECT_EQ(with_punctuation(before), before);
}

// A call with the words as they were said, and after which of them people put an end.
struct Call {
  Transcript transcript;
  std::vector<bool> ends;
};

Call read_call(const fs::path& file) {
  Call call;
  call.transcript.language = "en";
  const auto json = nlohmann::json::parse(read_whole(file).value_or(""), nullptr, false);
  for (const auto& word : json.is_object() ? json.value("words", nlohmann::json::array()) : nlohmann::json::array()) {
    if (!word[2].is_number() || !word[3].is_number() || word[0].get<std::string>().empty()) continue;
    call.transcript.words.push_back({.text = word[0].get<std::string>(),
                                     .start = word[2].get<double>(),
                                     .end = word[3].get<double>(),
                                     .speaker = std::atoi(word[1].get<std::string>().c_str())});
    const auto mark = word[4].get<std::string>();
    call.ends.push_back(mark == "." || mark == "?" || mark == "!");
  }
  return call;
}

struct Ends {
  double put = 0;
  double right = 0;
  double all = 0;
};

void count_ends(const Call& call, Ends& ends) {
  const auto restored = with_punctuation(call.transcript);
  for (std::size_t i = 0; i < call.ends.size(); ++i) {
    const std::string& text = restored.words[i].text;
    const bool ours = text != call.transcript.words[i].text && (text.ends_with('.') || text.ends_with('?'));
    ends.put += ours ? 1 : 0;
    ends.right += ours && call.ends[i] ? 1 : 0;
    ends.all += call.ends[i] ? 1 : 0;
  }
}

// With punctuation by people and real pauses: how many of the ends we put in are right, and how many are found.
TEST(RestoredPunctuation, IsMostlyRightInRealSpeech) {
  const char* data = std::getenv("PODPROMO_EVAL_DATA");
  const fs::path folder = data == nullptr ? fs::path() : fs::path(data) / "earnings22-aligned" / "dev";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "Set PODPROMO_EVAL_DATA to a folder that holds earnings22-aligned.";
  Ends ends;
  for (const auto& entry : fs::directory_iterator(folder)) count_ends(read_call(entry.path()), ends);
  EXPECT_GT(ends.right / ends.put, 0.55);
  EXPECT_GT(ends.right / ends.all, 0.45);
}

}  // namespace
}  // namespace podpromo
