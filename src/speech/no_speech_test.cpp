// Nobody speaks in these, and nothing may be heard in them, with the models that people use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/listen.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"
#include "speech/written_wav.hpp"

namespace podpromo {
namespace {

using testing::IsEmpty;

constexpr double kRate = 16000;
constexpr double kSeconds = 40;
constexpr double kTurn = 2 * std::numbers::pi;

// The sound of one kind at a second, −1…1.
using Wave = std::function<double(double second)>;

struct NoSpeech {
  const char* name;
  std::function<Wave()> begin;  // a new wave each time, for those that remember what they did
};

double partials(double second, double pitch, std::span<const double> strengths) {
  double sum = 0;
  for (std::size_t i = 0; i < strengths.size(); ++i)
    sum += strengths[i] * std::sin(kTurn * pitch * static_cast<double>(i + 1) * second);
  return sum;
}

double note_pitch(int steps_from_a) { return 440 * std::pow(2.0, steps_from_a / 12.0); }

// A note is struck and fades.
double struck(double second, double began, double pitch) {
  constexpr std::array kString = {0.5, 0.3, 0.2, 0.12, 0.08, 0.05};
  const double since = second - began;
  return partials(second, pitch, kString) * std::exp(-3 * since) * std::min(1.0, since * 100);
}

Wave white_noise(double level) {
  return [random = std::mt19937(7), noise = std::normal_distribution<double>(0, level)](double) mutable {
    return noise(random);
  };
}

// Each step leans on the one before: 0 is white, near 1 is like a waterfall or a fan.
Wave dark_noise(double lean, double level) {
  return [white = white_noise(level), lean, last = 0.0](double second) mutable {
    return last = lean * last + (1 - lean) * white(second) * 4;
  };
}

double hum(double second) {
  constexpr std::array kMains = {0.25, 0.12, 0.1, 0.05, 0.06, 0.02, 0.03};
  return partials(second, 50, kMains);
}

double melody(double second) {
  constexpr std::array kSteps = {0, 2, 4, 5, 7, 5, 4, 2, 0, -5, 0, 4, 7, 12, 7, 4};
  const auto beat = static_cast<std::size_t>(second / 0.4);
  return 0.4 * struck(second, 0.4 * static_cast<double>(beat), note_pitch(kSteps[beat % kSteps.size()]));
}

// Four chords over and over, an octave and a half below the melody, which goes on above them.
double band(double second) {
  constexpr std::array<std::array<int, 3>, 4> kChords = {
      {{-12, -8, -5}, {-14, -10, -7}, {-15, -12, -8}, {-17, -12, -9}}};
  const auto bar = static_cast<std::size_t>(second / 1.6);
  double sum = 0.5 * melody(second);
  for (const int step : kChords[bar % kChords.size()])
    sum += 0.25 * struck(second, 1.6 * static_cast<double>(bar), note_pitch(step - 6));
  return sum;
}

// Held notes with vibrato, the nearest thing to a voice that sings without words.
double violin(double second) {
  constexpr std::array kBow = {0.4, 0.35, 0.3, 0.2, 0.15, 0.1, 0.08, 0.06};
  constexpr std::array kSteps = {0, 3, 7, 5, 3, 2};
  const double pitch = note_pitch(kSteps[static_cast<std::size_t>(second / 1.5) % kSteps.size()] - 5);
  return 0.3 * partials(second + 0.004 / 5 * std::sin(kTurn * 5 * second) / kTurn, pitch, kBow);
}

Wave drums() {
  return [noise = white_noise(1)](double second) mutable {
    const double beat = std::fmod(second, 0.5), hat = std::fmod(second, 0.25), snare = std::fmod(second + 0.5, 1.0);
    const double white = noise(second);
    return 0.6 * std::exp(-12 * beat) * std::sin(kTurn * 70 * beat) + 0.3 * std::exp(-25 * snare) * white +
           0.1 * std::exp(-60 * hat) * white;
  };
}

// Hundreds of claps, each a short burst at a time of its own.
Wave applause() {
  return [noise = white_noise(1), random = std::mt19937(3), level = 0.0](double second) mutable {
    if (std::uniform_real_distribution<double>(0, 1)(random) < 60 / kRate) level = std::min(0.6, level + 0.2);
    level *= 0.998;
    return level * noise(second);
  };
}

double sweep(double second) { return 0.5 * std::sin(kTurn * (100 * second + 45 * second * second)); }
double clicks(double second) { return std::fmod(second, 0.7) < 0.002 ? 0.9 : 0.0; }
double telephone_rings(double second) {
  return std::fmod(second, 5) < 2 ? 0.3 * (std::sin(kTurn * 440 * second) + std::sin(kTurn * 480 * second)) : 0.0;
}

Wave mixed(Wave a, Wave b) {
  return [a = std::move(a), b = std::move(b)](double second) mutable { return a(second) + b(second); };
}

const std::array kSounds = {
    NoSpeech{"Silence", [] { return Wave([](double) { return 0.0; }); }},
    NoSpeech{"FaintHiss", [] { return white_noise(0.0005); }},
    NoSpeech{"WhiteNoise", [] { return white_noise(0.1); }},
    NoSpeech{"LoudNoise", [] { return white_noise(0.5); }},
    NoSpeech{"PinkishNoise", [] { return dark_noise(0.9, 0.1); }},
    NoSpeech{"Rumble", [] { return dark_noise(0.995, 0.5); }},
    NoSpeech{"Hum", [] { return Wave(hum); }},
    NoSpeech{"HumAndHiss", [] { return mixed(hum, white_noise(0.02)); }},
    NoSpeech{"Tone", [] { return Wave([](double s) { return 0.3 * std::sin(kTurn * 440 * s); }); }},
    NoSpeech{"Sweep", [] { return Wave(sweep); }},
    NoSpeech{"Clicks", [] { return Wave(clicks); }},
    NoSpeech{"TelephoneRings", [] { return Wave(telephone_rings); }},
    NoSpeech{"Melody", [] { return Wave(melody); }},
    NoSpeech{"Violin", [] { return Wave(violin); }},
    NoSpeech{"Band", [] { return Wave(band); }},
    NoSpeech{"Drums", [] { return drums(); }},
    NoSpeech{"BandWithDrums", [] { return mixed(band, drums()); }},
    NoSpeech{"Applause", [] { return applause(); }},
};

std::vector<std::int16_t> samples_of(const NoSpeech& sound) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(kSeconds * kRate));
  Wave wave = sound.begin();
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(32767 * std::clamp(wave(static_cast<double>(i) / kRate), -1.0, 1.0));
  return samples;
}

class NothingIsHeard : public testing::TestWithParam<NoSpeech> {
 protected:
  void SetUp() override {
    const auto voice = find_model("silero-vad", models_folder());
    if (!voice) GTEST_SKIP() << "no model finds speech; run podpromo models pull silero-vad";
    options_.voice_model = *voice;
  }

  // What is heard by the model `name`; an empty text when it isn't installed.
  std::string heard_by(const std::string& name, const std::vector<std::int16_t>& samples) {
    const auto file = find_model(name, models_folder());
    if (!file) return {};
    const auto engine = BatchedWhisper::load(*file, name);
    EXPECT_TRUE(engine);
    write_wav(folder_ / "sound.wav", samples);
    fs::remove(folder_ / "words.journal");
    const auto transcript = listen(folder_ / "sound.wav", **engine, options_, folder_ / "words.journal", "key");
    EXPECT_TRUE(transcript);
    return text_of(*transcript, 0, transcript->words.size());
  }

  PrivateFolder folder_;
  ListenOptions options_;
};

TEST_P(NothingIsHeard, BySmallAndByNormalModels) {
  const auto samples = samples_of(GetParam());
  EXPECT_THAT(heard_by("tiny.en", samples), IsEmpty());
  EXPECT_THAT(heard_by("base", samples), IsEmpty());
}

TEST_P(NothingIsHeard, WithManyNamesToListenFor) {
  options_.expected = {"Jane Whitfield", "Whitfield", "Okafor",  "Kubernetes", "Anna Karenina", "AEM",   "Zaü",
                       "Thank",          "Newberg",   "Ephraim", "Bathurst",   "the",           "Music", "you"};
  EXPECT_THAT(heard_by("base", samples_of(GetParam())), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Sounds, NothingIsHeard, testing::ValuesIn(kSounds),
                         [](const auto& sound) { return std::string(sound.param.name); });

}  // namespace
}  // namespace podpromo
