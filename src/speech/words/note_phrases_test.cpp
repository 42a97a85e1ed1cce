#include "speech/words/note_phrases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NotePhrases, EndAtPunctuationAndLines) {
  EXPECT_THAT(note_phrases("Jane Whitfield, a gardener; and\nTom"),
              ElementsAre(Phrase{"Jane", "Whitfield"}, Phrase{"a", "gardener"}, Phrase{"and"}, Phrase{"Tom"}));
  EXPECT_THAT(note_phrases("bread — “Nothing” … else"),
              ElementsAre(Phrase{"bread"}, Phrase{"Nothing"}, Phrase{"else"}));
}

TEST(NotePhrases, KeepHyphensAndApostrophesInsideWords) {
  EXPECT_THAT(note_phrases("O’Neill's Jean-Luc - 'quoted' rock'n'"),
              ElementsAre(Phrase{"O'Neill's", "Jean-Luc", "quoted", "rock'n"}));
}

TEST(NotePhrases, AreWithoutTagsAndEntities) {
  EXPECT_THAT(note_phrases("<p class=\"a\">Salt &amp; Straw</p><!-- x -->Jane&#39;s 1 < 2 & &hellip;more"),
              ElementsAre(Phrase{"Salt"}, Phrase{"Straw"}, Phrase{"Jane's"}, Phrase{"more"}));
}

TEST(NotePhrases, AreWithoutAddressesAndNumbers) {
  EXPECT_THAT(note_phrases("write to jane@example.com or https://example.com/Whitfield or www.Whitfield.org now"),
              ElementsAre(Phrase{"write", "to"}, Phrase{"or"}, Phrase{"or"}, Phrase{"now"}));
  EXPECT_THAT(note_phrases("Episode 42 #Bees final_mix Take2 of"), ElementsAre(Phrase{"Episode"}, Phrase{"of"}));
}

TEST(NotePhrases, MayBeOfAnyScript) {
  EXPECT_THAT(note_phrases("Žižek und Ödön 🎙️ 東京、大阪"),
              ElementsAre(Phrase{"Žižek", "und", "Ödön"}, Phrase{"東京"}, Phrase{"大阪"}));
}

TEST(NotePhrases, LeaveBrokenBytesOut) {
  EXPECT_THAT(note_phrases("caf\xC3 \xFF\xFE Jane"), ElementsAre(Phrase{"caf", "Jane"}));
  EXPECT_THAT(note_phrases("<a"), IsEmpty());
  EXPECT_THAT(note_phrases(" \n&&;"), IsEmpty());
}

TEST(NotePhrases, KnowCapitalsOfSeveralScripts) {
  for (const char* word : {"Anna", "Émile", "Žižek", "Ľudovít", "Ωmega", "Иван"})
    EXPECT_TRUE(begins_large(word)) << word;
  for (const char* word : {"anna", "émile", "žižek", "ľudovít", "ωmega", "иван"})
    EXPECT_TRUE(begins_small(word)) << word;
  for (const char* word : {"Anna", "al-Zaman", "d'Artagnan"}) EXPECT_TRUE(is_written_as_name(word)) << word;
  for (const char* word : {"", "anna", "long-Zaman", "al-", "-"}) EXPECT_FALSE(is_written_as_name(word)) << word;
  for (const char* word : {"", "東京", "×"}) EXPECT_FALSE(begins_large(word) || begins_small(word)) << word;
}

}  // namespace
}  // namespace podpromo
