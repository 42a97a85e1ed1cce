// What every Whisper must do, ours, whisper.cpp's, and one behind a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "models/catalog.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/evaluate.hpp"
#include "speech/remote/remote_factory.hpp"
#include "speech/remote/tiny_speech_server.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"
#include "speech/whisper/whisper_factory.hpp"
#include "speech/words/english_normaliser.hpp"

namespace podpromo {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

struct Engine {
  const char* name;
  std::function<Result<std::unique_ptr<TranscriberFactory>>(const fs::path&)> load;
};

const Engine kOurs = {"Ours", [](const fs::path& file) { return BatchedWhisper::load(file, "test"); }};
const Engine kOursWithABeam = {"OursWithABeam",
                               [](const fs::path& file) { return BatchedWhisper::load(file, "test", {.beams = 5}); }};
const Engine kWhisperCpp = {"WhisperCpp", [](const fs::path& file) { return WhisperFactory::load(file, "test"); }};

// A server in which ours hears.
class BehindAServer final : public TranscriberFactory {
 public:
  BehindAServer(std::unique_ptr<TranscriberFactory> hears, Dialect dialect)
      : hears_(std::move(hears)),
        engine_(hears_->make().value()),
        server_([this, dialect](const auto& asked) { return answer(asked, dialect); }) {
    remote_ = RemoteFactory::open({.url = server_.address(), .model = "test", .key = {}}).value();
  }
  Result<std::unique_ptr<Transcriber>> make() const override { return remote_->make(); }
  std::string identity() const override { return remote_->identity(); }

 private:
  TinySpeechServer::Says answer(const TinySpeechServer::Asked& asked, Dialect dialect) {
    const SpeechChunk chunk{0, static_cast<double>(asked.samples.size()) / 16000};
    const auto language = asked.fields.find("language");
    const auto heard = engine_->hear(asked.samples, chunk, language == asked.fields.end() ? "" : language->second);
    if (!heard) return {.status = 400, .body = heard.error().reason};
    return {.body = as_said_by(dialect, *heard, chunk)};
  }

  std::unique_ptr<TranscriberFactory> hears_;
  std::unique_ptr<Transcriber> engine_;
  TinySpeechServer server_;
  std::unique_ptr<RemoteFactory> remote_;
};

template <Dialect dialect>
Result<std::unique_ptr<TranscriberFactory>> behind_a_server(const fs::path& file) {
  PODPROMO_TRY(hears, BatchedWhisper::load(file, "test"));
  return std::make_unique<BehindAServer>(std::move(hears), dialect);
}

const Engine kLikeOpenAi = {"LikeOpenAi", behind_a_server<Dialect::openai>};
const Engine kLikeSpeaches = {"LikeSpeaches", behind_a_server<Dialect::speaches>};

ChunkSound sound_of(const MadeSpeech& speech, double start) {
  ChunkSound sound{{start, start + static_cast<double>(speech.samples.size()) / 16000}, {}};
  for (const std::int16_t sample : speech.samples) sound.samples.push_back(static_cast<float>(sample) / 32768);
  return sound;
}

MadeSpeech about_tomatoes() {
  MadeSpeech speech;
  say(speech, FliteVoice::rms, "Welcome back to the garden show. Today we talk about tomatoes and why they need water.",
      0.3);
  return speech;
}

MadeSpeech about_soil() {
  MadeSpeech speech;
  say(speech, FliteVoice::slt, "Thank you for the invitation. The first thing that people forget is the soil.", 0.3);
  return speech;
}

std::string text_of_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + " ";
  return text;
}

double percent_wrong(const std::vector<Word>& said, const std::vector<Word>& heard) {
  return word_errors(normal_english(text_of_words(said)), normal_english(text_of_words(heard))).percent();
}

class WhisperEngine : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    const auto file = find_model("tiny.en", models_folder());
    if (!file) GTEST_SKIP() << "no speech model is installed; run podpromo models pull tiny.en";
    auto loaded = GetParam().load(*file);
    ASSERT_TRUE(loaded);
    factory_ = std::move(*loaded);
    engine_ = factory_->make().value();
  }

  std::unique_ptr<TranscriberFactory> factory_;
  std::unique_ptr<Transcriber> engine_;
};

TEST_P(WhisperEngine, HearsWhatIsSaid) {
  const MadeSpeech speech = about_tomatoes();
  const ChunkSound sound = sound_of(speech, 100);
  const auto heard = engine_->hear(sound.samples, sound.chunk, "en");
  ASSERT_TRUE(heard);
  EXPECT_LE(percent_wrong(speech.words, heard->words), 15);
  EXPECT_EQ(heard->language, "en");
  EXPECT_LE(heard->no_speech, 0.3);
  EXPECT_GE(heard->mean_log_probability, -0.8);
  EXPECT_FALSE(heard->runs_in_circles);
  for (const Word& word : heard->words) EXPECT_THAT(word.probability, AllOf(Ge(0), Le(1)));
}

TEST_P(WhisperEngine, AnswersForEachChunkInOrder) {
  const MadeSpeech first = about_tomatoes(), second = about_soil();
  const std::vector<ChunkSound> sounds = {
      sound_of(first, 0), {{10, 10.05}, std::vector<float>(800)}, sound_of(second, 20)};
  const auto heard = engine_->hear_together(sounds, "en");
  ASSERT_TRUE(heard);
  ASSERT_THAT(*heard, SizeIs(3));
  EXPECT_LE(percent_wrong(first.words, heard->at(0).words), 15);
  EXPECT_THAT(heard->at(1).words, IsEmpty());
  EXPECT_LE(percent_wrong(second.words, heard->at(2).words), 15);
}

TEST_P(WhisperEngine, HearsMoreChunksThanItLikesTo) {
  const std::vector<ChunkSound> sounds(engine_->best_together() + 1, sound_of(about_soil(), 0));
  const auto heard = engine_->hear_together(sounds, "en");
  ASSERT_TRUE(heard);
  EXPECT_THAT(*heard, SizeIs(sounds.size()));
  EXPECT_FALSE(heard->back().words.empty());
}

TEST_P(WhisperEngine, HearsTheSameWhateverCameBefore) {
  const ChunkSound sound = sound_of(about_tomatoes(), 0), other = sound_of(about_soil(), 0);
  const auto fresh = engine_->hear(sound.samples, sound.chunk, "en");
  ASSERT_TRUE(engine_->hear(other.samples, other.chunk, "en"));
  const auto again = engine_->hear(sound.samples, sound.chunk, "en");
  ASSERT_TRUE(fresh && again);
  EXPECT_EQ(fresh->words, again->words);
  EXPECT_EQ(fresh->no_speech, again->no_speech);
}

TEST_P(WhisperEngine, BelievesThatNobodySpeaksInSilence) {
  const std::vector<float> silence(16000 * 5);
  const auto heard = engine_->hear(silence, {0, 5}, "en");
  ASSERT_TRUE(heard);
  EXPECT_GE(heard->no_speech, 0.5);
}

TEST_P(WhisperEngine, OfEnglishOnlySaysSo) {
  const ChunkSound sound = sound_of(about_soil(), 0);
  EXPECT_EQ(engine_->hear(sound.samples, sound.chunk, "de").error().fault, Fault::bad_request);
  EXPECT_EQ(engine_->hear(sound.samples, sound.chunk, "")->language, "en");
}

TEST_P(WhisperEngine, StopsSoonWhenAsked) {
  const std::vector<ChunkSound> sounds(8, sound_of(about_tomatoes(), 0));
  std::stop_source stop;
  engine_->stop_with(stop.get_token());
  std::jthread asking([&] { stop.request_stop(); });
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(engine_->hear_together(sounds, "en").error().fault, Fault::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

INSTANTIATE_TEST_SUITE_P(Engines, WhisperEngine,
                         testing::Values(kOurs, kOursWithABeam, kWhisperCpp, kLikeOpenAi, kLikeSpeaches),
                         [](const auto& engine) { return engine.param.name; });

// A model of many languages, in both engines.
class LanguagesOfWhisper : public testing::TestWithParam<Engine> {};

TEST_P(LanguagesOfWhisper, AreHeardFromTheSound) {
  const auto file = find_model("base", models_folder());
  if (!file) GTEST_SKIP() << "the speech model base is not installed";
  const auto factory = GetParam().load(*file);
  ASSERT_TRUE(factory);
  const auto engine = (*factory)->make().value();
  const ChunkSound sound = sound_of(about_tomatoes(), 0);
  EXPECT_EQ(engine->hear(sound.samples, sound.chunk, "")->language, "en");
  EXPECT_EQ(engine->hear(sound.samples, sound.chunk, "xx").error().fault, Fault::bad_request);
  EXPECT_EQ(engine->hear(sound.samples, sound.chunk, "yue").error().fault, Fault::bad_request);  // of later models
}

TEST_P(LanguagesOfWhisper, OtherThanEnglishHaveTimesFromAttention) {
  const auto file = find_model("base", models_folder());
  if (!file) GTEST_SKIP() << "the speech model base is not installed";
  const auto factory = GetParam().load(*file);
  ASSERT_TRUE(factory);
  const ChunkSound sound = sound_of(about_soil(), 50);
  const auto heard = factory->get()->make().value()->hear_together(std::span(&sound, 1), "de");
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->front().language, "de");
  EXPECT_TRUE(heard->front().has_times);
  EXPECT_GE(heard->front().words.front().start, 50);
}

// Known words that are read along with their sound, by the engine of ours; others say that they can't.
class KnownWordsOfWhisper : public testing::Test {
 protected:
  void SetUp() override {
    const auto file = find_model("base", models_folder());
    if (!file) GTEST_SKIP() << "the speech model base is not installed";
    auto factory = BatchedWhisper::load(*file, "base");
    ASSERT_TRUE(factory);
    engine_ = (*factory)->make().value();
    say(speech_, FliteVoice::slt, "Thank you for the invitation. The first thing that people forget is the soil.", 1.2);
    say(speech_, FliteVoice::slt, "My grandmother mixed sand and old leaves, and she never lost a single plant.", 0.4);
  }

  MadeSpeech speech_;
  std::unique_ptr<Transcriber> engine_;
};

TEST_F(KnownWordsOfWhisper, ArePlacedWhereTheyAreSaid) {
  const ChunkSound sound = sound_of(speech_, 0);
  std::vector<Word> words = speech_.words;
  for (Word& word : words) word.start = word.end = 0;
  const auto placed = engine_->place(sound.samples, sound.chunk, "en", words);
  ASSERT_TRUE(placed);
  ASSERT_TRUE(*placed);
  const auto errors = word_time_errors(speech_.words, words);
  EXPECT_EQ(errors.end.words, words.size());
  EXPECT_LE(errors.end.median_ms, 60);
  EXPECT_LE(errors.end.p90_ms, 180);
  EXPECT_LE(errors.start.median_ms, 80);
}

TEST_F(KnownWordsOfWhisper, AreLeftAloneWhenThereAreTooManyOrTheLanguageIsUnknown) {
  const ChunkSound sound = sound_of(speech_, 0);
  std::vector<Word> words(300, Word{.text = "Zwiebelkuchen"});
  const auto before = words;
  EXPECT_FALSE(*engine_->place(sound.samples, sound.chunk, "de", words));
  EXPECT_EQ(words, before);
  EXPECT_FALSE(*engine_->place(sound.samples, sound.chunk, "xx", words));
}

INSTANTIATE_TEST_SUITE_P(Engines, LanguagesOfWhisper,
                         testing::Values(kOurs, kOursWithABeam, kWhisperCpp, kLikeOpenAi, kLikeSpeaches),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace podpromo
