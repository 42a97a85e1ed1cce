#include "stages/transcript_forms.hpp"

#include <gtest/gtest.h>

#include "captions/captions.hpp"
#include "captions/spoken.hpp"
#include "episode/json.hpp"
#include "speech/subtitles.hpp"

namespace podpromo {
namespace {

TEST(TranscriptForms, AreFoundByTheirNames) {
  for (const TranscriptForm form : kTranscriptForms) EXPECT_EQ(parse_transcript_form(form_name(form)).value(), form);
  const auto unknown = parse_transcript_form("doc");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().fault, Fault::bad_request);
}

TEST(TranscriptForms, OfOurOwnHaveSentencesAndCanBeReadBack) {
  const Transcript talk = spoken("Hello there. Bees hum.");
  const auto json = nlohmann::json::parse(transcript_text(talk, 12.5, TranscriptForm::json));
  EXPECT_EQ(json["duration_s"], 12.5);
  EXPECT_EQ(json["sentences"][1]["text"], "Bees hum.");
  EXPECT_EQ(json["sentences"][1]["first_word"], 2);
  EXPECT_EQ(json.get<Transcript>().words.size(), 4u);
}

TEST(TranscriptForms, OfPodcastingKeepTheTimeOfEveryWord) {
  Transcript talk = spoken("Hello there. Bees hum.");
  talk.speakers = {"Anna", "Ben"};
  for (std::size_t i = 0; i < talk.words.size(); ++i) talk.words[i].speaker = i < 2 ? 0 : 1;
  const auto back = read_transcript(transcript_text(talk, 12.5, TranscriptForm::podcast), "episode.json");
  ASSERT_TRUE(back) << back.error().reason;
  EXPECT_EQ(back->speakers, talk.speakers);
  ASSERT_EQ(back->words.size(), talk.words.size());
  for (std::size_t i = 0; i < talk.words.size(); ++i) {
    EXPECT_EQ(back->words[i].text, talk.words[i].text);
    EXPECT_NEAR(back->words[i].start, talk.words[i].start, 0.001);
    EXPECT_NEAR(back->words[i].end, talk.words[i].end, 0.001);
  }
}

}  // namespace
}  // namespace podpromo
