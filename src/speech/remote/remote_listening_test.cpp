// A whole listening through a server that hears with our own engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/align/aligner.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/evaluate.hpp"
#include "speech/listen.hpp"
#include "speech/remote/remote_factory.hpp"
#include "speech/remote/tiny_speech_server.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"
#include "speech/words/english_normaliser.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::SizeIs;

using Asked = TinySpeechServer::Asked;
using Says = TinySpeechServer::Says;

// Two people for most of a minute, in one chunk of a server's.
const MadeSpeech& dialogue() {
  static const MadeSpeech made = [] {
    MadeSpeech speech;
    say(speech, FliteVoice::rms,
        "Welcome back to the garden show. Today we talk about tomatoes and why they need so much water.", 0.7);
    say(speech, FliteVoice::slt,
        "Thank you for the invitation. The first thing that people forget is the soil under the plant.", 2.2);
    say(speech, FliteVoice::rms, "So what should a beginner do in the first week of spring?", 0.6);
    say(speech, FliteVoice::slt,
        "Start with three small pots near a window, and never let the leaves get cold during the night.", 0.5);
    say(speech, FliteVoice::rms, "After the break we answer questions from our listeners.", 2.4);
    say(speech, FliteVoice::slt, "The best question came from a teacher who grows peppers behind her school.", 0.8);
    say(speech, FliteVoice::rms, "She asked whether the seeds should sleep in water before they go into the ground.",
        1);
    return speech;
  }();
  return made;
}

std::string text_of_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + " ";
  return text;
}

double percent_wrong(const Transcript& transcript) {
  return word_errors(normal_english(text_of_words(dialogue().words)), normal_english(text_of_words(transcript.words)))
      .percent();
}

class RemoteListening : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    const auto model = find_model("tiny.en", models_folder()), voice = find_model("silero-vad", models_folder());
    if (!model || !voice) GTEST_SKIP() << "no speech model is installed; run podpromo models pull tiny.en";
    options_ = {.language = "", .workers = 2, .voice_model = *voice, .speaker_model = {}};
    ears_ = std::move(BatchedWhisper::load(*model, "tiny.en")).value();
    write_wav(folder_ / "sound.wav", dialogue().samples);
    server_ = std::make_unique<TinySpeechServer>([this](const Asked& asked) { return heard(asked); });
    engine_ = RemoteFactory::open({.url = server_->address(), .model = "test", .key = {}}).value();
  }

  Result<Transcript> listen_through_server() {
    return listen(folder_ / "sound.wav", *engine_, options_, folder_ / "words.journal", "key");
  }

  // The server's side: a transcript by our own engine, in the dialect.
  Says heard(const Asked& asked) {
    std::vector<std::int16_t> samples;
    for (const float sample : asked.samples) samples.push_back(static_cast<std::int16_t>(sample * 32768));
    write_wav(folder_ / "asked.wav", samples);
    fs::remove(folder_ / "server.journal");
    ListenOptions options = options_;
    options.language = "en";
    const auto words = listen(folder_ / "asked.wav", *ears_, options, folder_ / "server.journal", "key");
    if (!words) return {.status = 500, .body = words.error().reason};
    const HeardChunk chunk{.language = "en", .mean_log_probability = -0.3, .words = words->words, .has_times = true};
    const bool text_only = GetParam() == Dialect::text && asked.fields.at("response_format") != "json";
    if (text_only) return {.status = 400, .body = "json only"};
    return {.body = as_said_by(GetParam(), chunk, {0, static_cast<double>(samples.size()) / 16000})};
  }

  PrivateFolder folder_;
  ListenOptions options_;
  std::unique_ptr<BatchedWhisper> ears_;
  std::unique_ptr<TinySpeechServer> server_;
  std::unique_ptr<RemoteFactory> engine_;
};

TEST_P(RemoteListening, HearsWhatIsSaidAndWhen) {
  const auto transcript = listen_through_server();
  ASSERT_TRUE(transcript) << transcript.error().detail;
  EXPECT_LE(percent_wrong(*transcript), 12);
  EXPECT_TRUE(std::is_sorted(transcript->words.begin(), transcript->words.end(),
                             [](const Word& a, const Word& b) { return a.end <= b.start && a.start < b.start; }));
  if (!english_aligner(english_model_folder())) return;
  const auto errors = word_time_errors(dialogue().words, transcript->words);
  EXPECT_GE(errors.start.words, dialogue().words.size() * 8 / 10);
  // Text alone is placed by its length before it is aligned, so some of it is looked for beside its place.
  const bool text_only = GetParam() == Dialect::text;
  EXPECT_LE(errors.start.median_ms, text_only ? 250 : 30);
  EXPECT_LE(errors.start.p90_ms, text_only ? 1000 : 150);
}

class RemoteListeningAgain : public RemoteListening {};

TEST_P(RemoteListeningAgain, GivesTheSameBytes) {
  const auto first = listen_through_server();
  fs::remove(folder_ / "words.journal");
  engine_ = RemoteFactory::open({.url = server_->address(), .model = "test", .key = {}}).value();
  options_.workers = 1;
  const auto second = listen_through_server();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->words, second->words);
}

TEST_P(RemoteListeningAgain, AsksNobodyAboutWhatIsInTheJournal) {
  ASSERT_TRUE(listen_through_server());
  const std::size_t before = server_->asked().size();
  ASSERT_TRUE(listen_through_server());
  EXPECT_THAT(server_->asked(), SizeIs(before));
}

std::string name_of(const testing::TestParamInfo<Dialect>& dialect) {
  switch (dialect.param) {
    case Dialect::openai: return "OpenAi";
    case Dialect::speaches: return "Speaches";
    case Dialect::vllm: return "Vllm";
    case Dialect::text: return "Text";
  }
  return "";
}

INSTANTIATE_TEST_SUITE_P(Dialects, RemoteListening,
                         testing::Values(Dialect::openai, Dialect::speaches, Dialect::vllm, Dialect::text), name_of);
INSTANTIATE_TEST_SUITE_P(Dialects, RemoteListeningAgain, testing::Values(Dialect::openai), name_of);

}  // namespace
}  // namespace podpromo
