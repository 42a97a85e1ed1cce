#include "speech/whisper/batched/mel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <whisper.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

#include "models/catalog.hpp"
#include "speech/align/flite_speech.hpp"
#include "speech/whisper/batched/batched_model.hpp"

namespace podpromo {
namespace {

constexpr double kPi = std::numbers::pi;

std::vector<float> noise(std::size_t count) {
  std::mt19937 random(3);
  std::normal_distribution<float> level(0, 0.1F);
  std::vector<float> samples(count);
  for (float& sample : samples) sample = level(random);
  return samples;
}

// The definition, term by term.
double power_by_definition(std::span<const float> samples, std::size_t bin) {
  std::complex<double> sum = 0;
  for (std::size_t n = 0; n < samples.size(); ++n) {
    const double window = 0.5 * (1 - std::cos(2 * kPi * static_cast<double>(n) / static_cast<double>(samples.size())));
    sum += window * samples[n] *
           std::polar(1.0, -2 * kPi * static_cast<double>(bin * n) / static_cast<double>(samples.size()));
  }
  return std::norm(sum);
}

TEST(Spectrum, IsTheFourierTransformUnderAWindow) {
  const auto samples = noise(Spectrum::kSamples);
  std::vector<float> powers(Spectrum::kBins);
  Spectrum().powers(std::span<const float, Spectrum::kSamples>(samples), std::span<float, Spectrum::kBins>(powers));
  for (std::size_t bin = 0; bin < Spectrum::kBins; ++bin)
    EXPECT_NEAR(powers[bin], power_by_definition(samples, bin), 1e-4 + powers[bin] * 1e-4) << bin;
}

// One band that hears a single frequency.
MelFilters one_frequency(std::size_t bin) {
  MelFilters filters{1, Spectrum::kBins, std::vector<float>(Spectrum::kBins)};
  filters.weights[bin] = 1;
  return filters;
}

TEST(MelBands, OfSilenceAreAllTheSame) {
  const auto mel = Mel(one_frequency(10)).of(std::vector<float>(16000), 150);
  EXPECT_EQ(mel.size(), 150U);
  EXPECT_THAT(mel, testing::Each(mel.front()));
}

TEST(MelBands, EndInSilenceWhereTheSoundDoes) {
  const auto mel = Mel(one_frequency(10)).of(noise(16000), 300);
  const float floor = mel.back();
  EXPECT_GT(mel[50], floor);
  EXPECT_THAT(std::vector<float>(mel.begin() + 102, mel.end()), testing::Each(floor));
}

// whisper.cpp shows no spectrogram, but what it makes of one: how likely each token is to come first.
TEST(MelBands, TellWhisperTheSameAsItsOwnDo) {
  const auto file = find_model("tiny.en", models_folder());
  if (!file) GTEST_SKIP() << "no speech model is installed; run podpromo models pull tiny.en";
  MadeSpeech speech;
  say(speech, FliteVoice::rms, "The quick brown fox jumps over the lazy dog while the cat looks on.", 0.3);
  std::vector<float> samples(speech.samples.begin(), speech.samples.end());
  for (float& sample : samples) sample /= 32768;
  const auto model = BatchedModel::load(*file);
  const auto theirs = WhisperModel::load(*file);
  ASSERT_TRUE(model && theirs);
  whisper_context* context = (*theirs)->plain();
  const WhisperState state(whisper_init_state(context));
  const auto first_logits = [&] {
    const whisper_token start = whisper_token_sot(context);
    EXPECT_EQ(whisper_encode_with_state(context, state.get(), 0, 1), 0);
    EXPECT_EQ(whisper_decode_with_state(context, state.get(), &start, 1, 0, 1), 0);
    const float* logits = whisper_get_logits_from_state(state.get());
    return std::vector<float>(logits, logits + whisper_model_n_vocab(context));
  };
  const int count = static_cast<int>(samples.size());
  ASSERT_EQ(whisper_pcm_to_mel_with_state(context, state.get(), samples.data(), count, 1), 0);
  const auto by_theirs = first_logits();
  const auto ours = (*model)->mel().of(samples, 3000);
  ASSERT_EQ(whisper_set_mel_with_state(context, state.get(), ours.data(), 3000, 80), 0);
  EXPECT_THAT(first_logits(), testing::Pointwise(testing::FloatNear(0.02F), by_theirs));
}

}  // namespace
}  // namespace podpromo
