#include "speech/chunk_ear.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/private_folder.hpp"
#include "speech/align/fake_aligner.hpp"
#include "speech/fake_transcriber.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A chunk in which `texts` were heard, with times by the engine at whole seconds.
HeardChunk heard(const std::vector<std::string>& texts, double first_second) {
  HeardChunk chunk;
  chunk.language = "de";
  chunk.has_times = true;
  for (const std::string& text : texts) {
    chunk.words.push_back({.text = text, .start = first_second, .end = first_second + 0.9});
    first_second += 1;
  }
  return chunk;
}

class Ear : public testing::Test {
 protected:
  void SetUp() override { write_wav(folder_ / "sound.wav", std::vector<std::int16_t>(16000 * 10)); }

  Result<std::vector<Word>> words_by(FakeTranscriber::Hear hear) {
    const auto wav = Wav::open(folder_ / "sound.wav");
    ChunkEar ear(*wav, std::make_unique<FakeTranscriber>(std::move(hear)), {});
    const VoiceSpan voice{0, 10};
    const VoicedChunk chunk{{0, 10}, std::span(&voice, 1)};
    PODPROMO_TRY(words, ear.words_in(std::span(&chunk, 1), "de"));
    return words.at(0).words;
  }

  std::vector<std::string> texts_by(FakeTranscriber::Hear hear) {
    const auto words = words_by(std::move(hear));
    std::vector<std::string> texts;
    for (const Word& word : words.value()) texts.push_back(word.text);
    return texts;
  }

  PrivateFolder folder_;
};

TEST_F(Ear, KeepsTheTimesOfTheEngineInsideTheChunk) {
  const auto words = words_by([](const SpeechChunk&) {
    auto chunk = heard({"eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"}, 0.2);
    return chunk;
  });
  ASSERT_TRUE(words);
  EXPECT_DOUBLE_EQ(words->front().start, 0.2);
  EXPECT_DOUBLE_EQ(words->back().end, 10);
}

TEST_F(Ear, BelievesNothingWhenNobodySpeaks) {
  EXPECT_THAT(texts_by([](const SpeechChunk&) {
                auto chunk = heard({"you"}, 0);
                chunk.no_speech = 0.7;
                return chunk;
              }),
              IsEmpty());
}

TEST_F(Ear, DropsWhatIsNoSpeech) {
  EXPECT_THAT(texts_by([](const SpeechChunk&) { return heard({"[Musik]"}, 0); }), IsEmpty());
}

TEST_F(Ear, HearsAgainAloneWhatTheEngineJumpedOver) {
  std::vector<SpeechChunk> asked;
  const auto texts = texts_by([&](const SpeechChunk& chunk) {
    asked.push_back(chunk);
    if (chunk.start == 0) return heard({"a", "b", "c", "d"}, 0.2);
    return heard({"e", "f", "g", "h", "i"}, 4.6);
  });
  EXPECT_THAT(texts, ElementsAre("a", "b", "c", "d", "e", "f", "g", "h", "i"));
  EXPECT_THAT(asked, ElementsAre(SpeechChunk{0, 10}, SpeechChunk{4.0, 9.95}));
}

TEST_F(Ear, DoesNotBelieveAnUnsureSecondLook) {
  EXPECT_THAT(texts_by([](const SpeechChunk& chunk) {
                if (chunk.start == 0) return heard({"a", "b", "c", "d"}, 0.2);
                auto unsure = heard({"thank", "you"}, 5);
                unsure.mean_log_probability = -1.2;
                return unsure;
              }),
              ElementsAre("a", "b", "c", "d"));
}

TEST_F(Ear, CutsCirclesThatTheEngineCouldNotLeave) {
  EXPECT_THAT(texts_by([](const SpeechChunk&) {
                auto chunk = heard({"so", "no", "no", "no", "no", "no", "no", "no", "no"}, 0.2);
                chunk.runs_in_circles = true;
                return chunk;
              }).size(),
              testing::Le(4U));
}

TEST_F(Ear, GivesEachChunkOfAGroupItsOwnWords) {
  const auto wav = Wav::open(folder_ / "sound.wav");
  const auto hear = [](const SpeechChunk& chunk) { return heard({chunk.start < 4 ? "first" : "second"}, chunk.start); };
  ChunkEar ear(*wav, std::make_unique<FakeTranscriber>(hear), {});
  const std::vector<VoiceSpan> voice = {{0, 1}, {5, 6}};
  const std::vector<VoicedChunk> group = {{{0, 1}, std::span(voice).first(1)}, {{5, 6}, std::span(voice).last(1)}};
  const auto words = ear.words_in(group, "de");
  ASSERT_TRUE(words);
  ASSERT_EQ(words->size(), 2U);
  EXPECT_EQ(words->front().words.front().text, "first");
  EXPECT_EQ(words->back().words.front().text, "second");
  EXPECT_GE(words->back().words.front().start, 5);
}

TEST_F(Ear, TimesALongChunkInPartsByTheRoughTimesOfItsWords) {
  write_wav(folder_ / "long.wav", std::vector<std::int16_t>(16000 * 60));
  const auto wav = Wav::open(folder_ / "long.wav");
  const auto hear = [](const SpeechChunk&) {
    HeardChunk chunk{.language = "de", .words = {}};
    for (const double rough : {4.0, 12.0, 33.0, 52.0})
      chunk.words.push_back({.text = std::string(8, 'a'), .start = rough, .end = rough + 3});
    return chunk;
  };
  ChunkEar ear(*wav, std::make_unique<FakeTranscriber>(hear), {});
  const std::vector<VoiceSpan> voice = {{0, 20}, {25, 45}, {48, 60}};
  const VoicedChunk chunk{{0, 60}, voice};
  const auto found = ear.words_in(std::span(&chunk, 1), "de");
  ASSERT_TRUE(found);
  std::vector<std::pair<double, double>> times;
  for (const Word& word : found->front().words) times.emplace_back(word.start, word.end);
  EXPECT_THAT(times, ElementsAre(std::pair(0, 10), std::pair(10, 20), std::pair(25, 45), std::pair(48, 60)));
}

// Words at whole seconds from half a second after the sound's beginning, and what seems to be a hesitation before each.
std::optional<Alignment> placed(double start_s, std::vector<Word>& words) {
  Alignment alignment;
  double second = start_s + 0.5;
  for (Word& word : words) {
    alignment.fillers.push_back({second - 0.2004, second});
    word.start = second;
    word.end = second + 0.7;
    second += 1;
  }
  return alignment;
}

class EnglishEar : public Ear {
 protected:
  ChunkWords found_by(const FakeTranscriber::Hear& hear) {
    const auto wav = Wav::open(folder_ / "sound.wav");
    const auto english = [&](const SpeechChunk& chunk) {
      auto heard = hear(chunk);
      if (heard) heard->language = "en";
      return heard;
    };
    ChunkEar ear(*wav, std::make_unique<FakeTranscriber>(english),
                 [] { return std::make_unique<FakeAligner>(placed); });
    const VoiceSpan voice{0, 10};
    const VoicedChunk chunk{{0, 10}, std::span(&voice, 1)};
    return ear.words_in(std::span(&chunk, 1), "en")->at(0);
  }
};

TEST_F(EnglishEar, KeepsHesitationsApartFromTheWords) {
  const auto found =
      found_by([](const SpeechChunk&) { return heard({"a", "b", "um", "d", "e", "f", "g", "h", "i", "j"}, 0); });
  ASSERT_EQ(found.words.size(), 10U);
  ASSERT_EQ(found.fillers.size(), 9U);
  EXPECT_EQ(found.fillers[0], (Filler{0.3, 0.5}));
  EXPECT_EQ(found.fillers[1], (Filler{1.3, 1.5}));
  EXPECT_EQ(found.fillers[2], (Filler{3.3, 3.5}));
}

TEST_F(EnglishEar, TakesHesitationsInAGapFromWhoeverHeardWordsThere) {
  const auto found = found_by([](const SpeechChunk& chunk) {
    if (chunk.start == 0) return heard({"a", "b", "c", "d"}, 0);
    return heard({"e", "f", "g", "h"}, 5);
  });
  ASSERT_EQ(found.words.size(), 8U);
  EXPECT_THAT(found.fillers, testing::SizeIs(8));
  EXPECT_TRUE(std::ranges::is_sorted(found.fillers, {}, &Filler::start));
}

TEST_F(EnglishEar, HasNoHesitationsWhereNobodySpeaks) {
  const auto found = found_by([](const SpeechChunk&) {
    auto chunk = heard({"you"}, 0);
    chunk.no_speech = 0.7;
    return chunk;
  });
  EXPECT_THAT(found.fillers, IsEmpty());
}

TEST_F(Ear, PassesOnWhyTheEngineFailed) {
  const auto words =
      words_by([](const SpeechChunk&) -> Result<HeardChunk> { return failure(Fault::internal, "it broke"); });
  EXPECT_EQ(words.error().reason, "it broke");
}

}  // namespace
}  // namespace podpromo
