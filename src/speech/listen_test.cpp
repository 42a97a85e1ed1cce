#include "speech/listen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <random>

#include "episode/fillers.hpp"
#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/align/aligner.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/evaluate.hpp"
#include "speech/journal.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"
#include "speech/words/english_normaliser.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

constexpr double kPi = 3.14159265358979;

// Two people for a bit over a minute, with a pause that splits chunks.
const MadeSpeech& dialogue() {
  static const MadeSpeech made = [] {
    MadeSpeech speech;
    say(speech, FliteVoice::rms,
        "Welcome back to the garden show. Today we talk about tomatoes and why they need so much water.", 0.7);
    say(speech, FliteVoice::slt,
        "Thank you for the invitation. The first thing that people forget is the soil under the plant.", 0.5);
    say(speech, FliteVoice::rms, "So what should a beginner do in the first week of spring?", 0.6);
    say(speech, FliteVoice::slt,
        "Start with three small pots near a window, and never let the leaves get cold during the night.", 0.5);
    say(speech, FliteVoice::rms, "After the break we answer questions from our listeners.", 2.4);
    say(speech, FliteVoice::slt, "The best question came from a teacher who grows peppers behind her school.", 0.8);
    stay_silent(speech, 1);
    return speech;
  }();
  return made;
}

double power(const std::vector<double>& samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample * sample;
  return sum / static_cast<double>(samples.size());
}

// Chords that are struck twice a second and fade, `below_db` under the power of `speech`.
std::vector<std::int16_t> over_music(const std::vector<std::int16_t>& speech, double below_db) {
  constexpr std::array kRoots = {220.0, 174.6, 261.6, 196.0};
  const std::vector<double> voice(speech.begin(), speech.end());
  std::vector<double> music(speech.size());
  for (std::size_t i = 0; i < music.size(); ++i) {
    const double time = static_cast<double>(i) / 16000, since_stroke = std::fmod(time, 0.5);
    const double root = kRoots[static_cast<std::size_t>(time / 2) % kRoots.size()];
    for (const double interval : {1.0, 1.26, 1.5, 2.0, 4.0})
      music[i] += std::exp(-3 * since_stroke) * std::sin(2 * kPi * root * interval * time);
  }
  const double gain = std::sqrt(power(voice) / power(music)) * std::pow(10, -below_db / 20);
  std::vector<std::int16_t> both(speech.size());
  for (std::size_t i = 0; i < both.size(); ++i)
    both[i] = static_cast<std::int16_t>(std::clamp(voice[i] + gain * music[i], -32000.0, 32000.0));
  return both;
}

std::string text_of_words(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + " ";
  return text;
}

// Listens with the smallest model that is installed; the suite's set-up installs one.
class Listening : public testing::Test {
 protected:
  void SetUp() override {
    const auto small = find_model("tiny.en", models_folder()), normal = find_model("base", models_folder());
    const auto voice = find_model("silero-vad", models_folder());
    if ((!small && !normal) || !voice) GTEST_SKIP() << "no speech model is installed; run podpromo models pull tiny.en";
    auto engine = BatchedWhisper::load(small ? *small : *normal, small ? "tiny.en" : "base");
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    options_.voice_model = *voice;
    options_.language = "en";
  }

  Result<Transcript> listen_to(const std::vector<std::int16_t>& samples, std::stop_token stop = {},
                               const std::function<void(const Heard&)>& heard = {}) {
    write_wav(folder_ / "sound.wav", samples);
    return listen(folder_ / "sound.wav", *engine_, options_, folder_ / "words.journal", "key", heard, std::move(stop));
  }

  PrivateFolder folder_;
  std::unique_ptr<BatchedWhisper> engine_;
  ListenOptions options_;
};

TEST_F(Listening, HearsWhatIsSaid) {
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_EQ(transcript->language, "en");
  EXPECT_EQ(transcript->source, engine_->identity());
  const auto errors = word_errors(normal_english(text_of_words(dialogue().words)),
                                  normal_english(text_of(*transcript, 0, transcript->words.size())));
  EXPECT_LE(errors.percent(), 12);
}

TEST_F(Listening, PutsMostWordsWhereTheyWereSaid) {
  if (!english_aligner(english_model_folder())) GTEST_SKIP() << "the package pocketsphinx-en-us is not installed";
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  const auto errors = word_time_errors(dialogue().words, transcript->words);
  EXPECT_GE(errors.start.words, dialogue().words.size() * 8 / 10);
  EXPECT_LE(errors.start.median_ms, 12);
  EXPECT_LE(errors.start.p90_ms, 30);
  EXPECT_LE(errors.end.p90_ms, 60);
}

TEST_F(Listening, PutsWordsWhereTheyWereSaidOverMusicFiveDecibelsBelow) {
  if (!english_aligner(english_model_folder())) GTEST_SKIP() << "the package pocketsphinx-en-us is not installed";
  const auto transcript = listen_to(over_music(dialogue().samples, 5));
  ASSERT_TRUE(transcript);
  const auto errors = word_time_errors(dialogue().words, transcript->words);
  EXPECT_GE(errors.start.words, dialogue().words.size() * 7 / 10);
  EXPECT_LE(errors.start.median_ms, 20);
  EXPECT_LE(errors.start.p90_ms, 80);
}

TEST_F(Listening, GivesWordsInOrderThatDoNotOverlap) {
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_TRUE(std::is_sorted(transcript->words.begin(), transcript->words.end(),
                             [](const Word& a, const Word& b) { return a.end <= b.start && a.start < b.start; }));
  for (const Word& word : transcript->words) EXPECT_THAT(word.probability, AllOf(Ge(0), Le(1)));
}

TEST_F(Listening, GivesTheSameBytesWithOneWorkerAndWithThree) {
  options_.workers = 1;
  const auto one = listen_to(dialogue().samples);
  fs::remove(folder_ / "words.journal");
  options_.workers = 3;
  const auto three = listen_to(dialogue().samples);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(*one, *three);
}

TEST_F(Listening, ListsHesitationsApartWhateverTheWorkers) {
  if (!english_aligner(english_model_folder())) GTEST_SKIP() << "the package pocketsphinx-en-us is not installed";
  MadeSpeech hesitant;
  say(hesitant, FliteVoice::rms, "Welcome back to the garden show. Today we talk about um tomatoes, and uh why.", 0.4);
  say(hesitant, FliteVoice::rms, "So what um should a beginner do in the first week of spring?", 2.4);
  say(hesitant, FliteVoice::rms, "Um. Start with uh three small pots near a window.", 0.8);
  options_.workers = 1;
  const auto one = listen_to(hesitant.samples);
  fs::remove(folder_ / "words.journal");
  options_.workers = 3;
  const auto three = listen_to(hesitant.samples);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(*one, *three);
  EXPECT_THAT(one->fillers, testing::Not(IsEmpty()));
  EXPECT_EQ(heard_so_far(folder_ / "words.journal").fillers, one->fillers);
  EXPECT_EQ(fillers_between(one->fillers, one->words), one->fillers) << "none overlaps a word";
}

// The same, knowing who speaks; needs the speaker model too.
class ListeningToTwo : public Listening {
 protected:
  void SetUp() override {
    const auto model = find_model(kSpeakerModel, models_folder());
    if (!model) GTEST_SKIP() << "The speaker model is not installed: podpromo models pull resemblyzer";
    Listening::SetUp();
    options_.speaker_model = *model;
  }
};

TEST_F(ListeningToTwo, SaysWhoseEachWordIs) {
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, testing::ElementsAre("Speaker 1", "Speaker 2"));
  std::string changes;
  for (std::size_t i = 0; i < transcript->words.size(); ++i)
    if (i == 0 || transcript->words[i].speaker != transcript->words[i - 1].speaker)
      changes += std::to_string(transcript->words[i].speaker);
  EXPECT_EQ(changes, "010101");
}

TEST_F(ListeningToTwo, GivesTheSameBytesWithOneWorkerAndWithThreeAndAfterAStop) {
  options_.workers = 1;
  const auto one = listen_to(dialogue().samples);
  fs::remove(folder_ / "words.journal");
  options_.workers = 3;
  std::stop_source stop;
  const auto stopped = listen_to(dialogue().samples, stop.get_token(), [&](const Heard& heard) {
    if (heard.chunks_done > 0) stop.request_stop();
  });
  const auto resumed = listen_to(dialogue().samples);
  ASSERT_TRUE(one && resumed);
  EXPECT_EQ(*one, *resumed);
}

TEST_F(ListeningToTwo, BelievesThatOnePersonSpeaks) {
  options_.speakers = 1;
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, testing::ElementsAre("Speaker 1"));
}

TEST_F(Listening, LeavesWordsToNobodyWithoutTheSpeakerModel) {
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->speakers, IsEmpty());
  for (const Word& word : transcript->words) EXPECT_EQ(word.speaker, -1);
}

TEST_F(Listening, GoesOnWhereItWasStoppedAndEndsWithTheSameBytes) {
  const auto undisturbed = listen_to(dialogue().samples);
  fs::remove(folder_ / "words.journal");
  std::stop_source stop;
  options_.workers = 1;
  const auto stopped = listen_to(dialogue().samples, stop.get_token(), [&](const Heard& heard) {
    if (heard.chunks_done > 0) stop.request_stop();
  });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().fault, Fault::cancelled);
  EXPECT_FALSE(heard_so_far(folder_ / "words.journal").words.empty());
  std::size_t done_before = 0;
  const auto resumed = listen_to(dialogue().samples, {}, [&](const Heard& heard) {
    if (done_before == 0) done_before = heard.chunks_done;
  });
  ASSERT_TRUE(undisturbed && resumed);
  EXPECT_GE(done_before, 1U);
  EXPECT_EQ(*resumed, *undisturbed);
}

TEST_F(Listening, HearsAGroupAgainThatACrashLeftHalfWrittenDown) {
  MadeSpeech long_pauses;
  for (const char* sentence : {"Start with three small pots near a window.", "Never let the leaves get cold.",
                               "The best question came from a teacher.", "She grows peppers behind her school."})
    say(long_pauses, FliteVoice::rms, sentence, 2.5);
  const auto undisturbed = listen_to(long_pauses.samples);
  const std::string journal = *read_whole(folder_ / "words.journal");
  folder_.write("words.journal", journal.substr(0, journal.rfind('\n', journal.size() - 2) + 9));
  std::size_t done_before = 9;
  const auto resumed = listen_to(long_pauses.samples, {},
                                 [&](const Heard& heard) { done_before = std::min(done_before, heard.chunks_done); });
  ASSERT_TRUE(undisturbed && resumed);
  EXPECT_EQ(done_before, 2U);
  EXPECT_EQ(*resumed, *undisturbed);
}

TEST_F(Listening, TellsHowFarItIs) {
  std::vector<double> fractions;
  ASSERT_TRUE(listen_to(dialogue().samples, {},
                        [&](const Heard& heard) { fractions.push_back(heard.heard_s / heard.speech_s); }));
  ASSERT_FALSE(fractions.empty());
  EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
  EXPECT_NEAR(fractions.back(), 1, 1e-9);
}

TEST_F(Listening, TellsHowFarItIsInTheMiddleOfWhatIsHeardTogether) {
  options_.workers = 1;
  std::vector<double> before_the_first_words;
  ASSERT_TRUE(listen_to(dialogue().samples, {}, [&](const Heard& heard) {
    if (heard.chunks_done == 0) before_the_first_words.push_back(heard.heard_s);
  }));
  ASSERT_GE(before_the_first_words.size(), 3U);
  EXPECT_EQ(before_the_first_words.front(), 0);
  EXPECT_GT(before_the_first_words.back(), before_the_first_words[1]);
}

TEST_F(Listening, FindsTheLanguageOut) {
  options_.language.clear();
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_EQ(transcript->language, "en");
}

TEST_F(Listening, StopsSoonWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const auto& samples = dialogue().samples;  // made here, which takes its time
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(listen_to(samples, stop.get_token()).error().fault, Fault::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST_F(Listening, SpreadsWordsRoughlyWithoutAlignment) {
  options_.align_words = false;
  const auto transcript = listen_to(dialogue().samples);
  ASSERT_TRUE(transcript);
  EXPECT_LE(word_time_errors(dialogue().words, transcript->words).start.median_ms, 1500);
}

TEST_F(Listening, HearsExpectedWordsOnlyWhereTheyAreSaid) {
  const auto file = find_model("tiny.en", models_folder());
  if (!file) GTEST_SKIP() << "the speech model tiny.en is not installed";
  auto engine = BatchedWhisper::load(*file, "tiny.en", {.beams = 5});
  ASSERT_TRUE(engine);
  engine_ = std::move(*engine);
  options_.expected = {"Kubernetes", "Anna Karenina", "peppers"};
  const auto talk = listen_to(dialogue().samples);
  ASSERT_TRUE(talk);
  const std::string text = text_of_words(talk->words);
  EXPECT_THAT(text, testing::HasSubstr("peppers"));
  EXPECT_THAT(text, testing::Not(testing::ContainsRegex("Kubernetes|Anna|Karenina")));
  EXPECT_THAT(listen_to(std::vector<std::int16_t>(16000 * 20))->words, IsEmpty());
}

TEST_F(Listening, HearsNothingInSilence) {
  const auto transcript = listen_to(std::vector<std::int16_t>(16000 * 20));
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->words, IsEmpty());
}

TEST_F(Listening, HearsNothingInAnEmptyFile) {
  const auto transcript = listen_to({});
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->words, IsEmpty());
}

TEST_F(Listening, HearsNothingInNoise) {
  std::mt19937 random(7);
  std::normal_distribution<double> level(0, 2500);
  std::vector<std::int16_t> samples(16000 * 20);
  std::generate(samples.begin(), samples.end(),
                [&] { return static_cast<std::int16_t>(std::clamp(level(random), -32000.0, 32000.0)); });
  const auto transcript = listen_to(samples);
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->words, IsEmpty());
}

TEST_F(Listening, HearsNothingInATone) {
  std::vector<std::int16_t> samples(16000 * 20);
  std::generate(samples.begin(), samples.end(),
                [n = 0]() mutable { return static_cast<std::int16_t>(9000 * std::sin(2 * kPi * 440 * n++ / 16000)); });
  const auto transcript = listen_to(samples);
  ASSERT_TRUE(transcript);
  EXPECT_THAT(transcript->words, IsEmpty());
}

TEST_F(Listening, SaysWhenAModelDoesNotKnowTheLanguage) {
  options_.language = "xx";
  EXPECT_EQ(listen_to(dialogue().samples).error().fault, Fault::bad_request);
}

TEST_F(Listening, TakesTheVoiceThatWasFoundBefore) {
  const auto searched = listen_to(dialogue().samples);
  options_.voice = read_findings(folder_ / "words.journal").voice;
  ASSERT_TRUE(options_.voice);
  fs::remove(folder_ / "words.journal");
  options_.voice_model = folder_ / "none.bin";
  const auto taken = listen_to(dialogue().samples);
  ASSERT_TRUE(searched && taken);
  EXPECT_EQ(*taken, *searched);
}

TEST_F(Listening, NamesTheCommandWhenTheVoiceModelIsMissing) {
  options_.voice_model = folder_ / "none.bin";
  const auto transcript = listen_to(dialogue().samples);
  EXPECT_EQ(transcript.error().fault, Fault::missing_model);
  EXPECT_THAT(transcript.error().remedy, testing::HasSubstr("podpromo models pull"));
}

TEST(SpeechModel, ThatIsMissingOrDamagedIsAClearMessage) {
  PrivateFolder folder;
  folder.write("broken.bin", "not weights");
  EXPECT_EQ(BatchedWhisper::load(folder / "none.bin", "base").error().fault, Fault::missing_model);
  EXPECT_EQ(BatchedWhisper::load(folder / "broken.bin", "base").error().fault, Fault::missing_model);
}

}  // namespace
}  // namespace podpromo
