#include "speech/speakers/voice_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"

namespace podpromo {
namespace {

using testing::Each;
using testing::Ge;

// Two seconds of a buzz with a little vibrato and a tremor.
std::vector<float> buzz() {
  std::vector<float> samples(32'000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / 16'000, circle = 2 * std::numbers::pi;
    double sum = 0;
    for (int h = 1; h <= 12; ++h) sum += std::sin(circle * 140 * h * t * (1 + 0.02 * std::sin(circle * 3 * t))) / h;
    samples[i] = static_cast<float>(0.1 * sum * (0.6 + 0.4 * std::sin(circle * 4 * t)));
  }
  return samples;
}

// Frames are centred on their instant, so silence goes before the first.
std::vector<VoiceFrame> frames_of(std::vector<float> samples) {
  samples.insert(samples.begin(), kVoiceFrameLength / 2, 0.0F);
  return VoiceMel().of(samples, 1);
}

class RealVoiceNetwork : public testing::Test {
 protected:
  void SetUp() override {
    const auto model = find_model(kSpeakerModel, models_folder());
    if (!model) GTEST_SKIP() << "The speaker model is not installed: podpromo models pull resemblyzer";
    auto network = VoiceNetwork::load(*model);
    ASSERT_TRUE(network);
    network_ = std::move(*network);
  }
  std::vector<Voiceprint> prints(const std::vector<std::span<const VoiceFrame>>& windows) const {
    return network_->prints(windows);
  }
  std::optional<VoiceNetwork> network_;
};

// The numbers come from a plain implementation that agrees with PyTorch to 3e-6.
TEST(VoiceMelTest, GivesThePowersThatTheModelWasTrainedWith) {
  const auto frames = frames_of(buzz());
  EXPECT_NEAR(frames[20][0], 0.0289857, 1e-5);
  EXPECT_NEAR(frames[100][7], 0.0568286, 1e-5);
  EXPECT_NEAR(frames[150][30], 0, 1e-6);
}

// bfloat16, where the processor has it, has three digits.
TEST_F(RealVoiceNetwork, AgreesWithTheReference) {
  const auto frames = frames_of(buzz());
  const Voiceprint print = prints({std::span(frames).subspan(20, kVoiceFrames)}).front();
  EXPECT_NEAR(print[246], 0.29920, 2e-3);
  EXPECT_NEAR(print[243], 0.21448, 2e-3);
  EXPECT_NEAR(print[158], 0.19978, 2e-3);
  EXPECT_NEAR(print[218], 0.17803, 2e-3);
  EXPECT_THAT(print, Each(Ge(0.0F)));
  EXPECT_NEAR(std::inner_product(print.begin(), print.end(), print.begin(), 0.0), 1, 1e-5);
}

TEST_F(RealVoiceNetwork, GivesTheSamePrintInAnyCompany) {
  const auto frames = frames_of(buzz());
  std::vector<std::span<const VoiceFrame>> windows;
  for (std::size_t i = 0; i < kVoicesTogether; ++i) windows.push_back(std::span(frames).subspan(2 * i, kVoiceFrames));
  const auto together = prints(windows);
  EXPECT_EQ(prints({windows[3]}).front(), together[3]);
  EXPECT_EQ(prints({windows[9], windows[3]}).back(), together[3]);
}

TEST_F(RealVoiceNetwork, MakesANumberOfEverySound) {
  std::vector<VoiceFrame> loud(kVoiceFrames), silent(kVoiceFrames);
  for (VoiceFrame& frame : loud) frame.fill(1e12F);
  for (const Voiceprint& print : prints({loud, silent}))
    EXPECT_THAT(print, Each(testing::ResultOf([](float x) { return std::isfinite(x); }, true)));
}

TEST(VoiceNetworkFile, ThatIsMissingOrDamagedNamesTheCommand) {
  PrivateFolder folder;
  folder.write("short.bin", "PPVOICE1 and no numbers");
  folder.write("long.bin", "PPVOICE1" + std::string(5'682'180, '\0'));
  for (const char* name : {"none.bin", "short.bin", "long.bin"}) {
    const auto network = VoiceNetwork::load(folder / name);
    ASSERT_FALSE(network) << name;
    EXPECT_EQ(network.error().fault, Fault::missing_model);
    EXPECT_THAT(network.error().remedy, testing::HasSubstr("podpromo models pull resemblyzer"));
  }
}

}  // namespace
}  // namespace podpromo
