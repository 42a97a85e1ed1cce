#include "speech/speakers/voice_network.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>

namespace podpromo {

namespace {

constexpr std::string_view kMagic = "PPVOICE1";
constexpr std::size_t kGateRows = 4 * kVoiceprintSize;
constexpr std::size_t kLargestFile = std::size_t{16} << 20;

std::unexpected<Error> no_model(std::string detail) {
  return failure(Fault::missing_model, "the model that tells voices apart is missing or damaged",
                 "Run “podpromo models pull resemblyzer”.", std::move(detail));
}

// Takes numbers from the front of a file's bytes; empty vectors from where it is too short.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}
  std::vector<float> take(std::size_t count) {
    if (bytes_.size() < count * sizeof(float)) {
      enough_ = false;
      return {};
    }
    std::vector<float> numbers(count);
    std::memcpy(numbers.data(), bytes_.data(), count * sizeof(float));
    bytes_.remove_prefix(count * sizeof(float));
    return numbers;
  }
  bool were_exactly_enough() const { return enough_ && bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool enough_ = true;
};

}  // namespace

Result<VoiceNetwork> VoiceNetwork::load(const fs::path& file) {
  const auto bytes = read_whole(file, kLargestFile);
  if (!bytes || !bytes->starts_with(kMagic)) return no_model(file.string());
  Numbers numbers(std::string_view(*bytes).substr(kMagic.size()));
  VoiceNetwork network;
  for (VoiceLayer& layer : network.layers_) {
    const std::size_t inputs = &layer == network.layers_.data() ? kVoiceBands : kVoiceprintSize;
    const auto input = numbers.take(kGateRows * inputs);
    const auto memory = numbers.take(kGateRows * kVoiceprintSize);
    const auto biases = numbers.take(kGateRows);
    if (biases.empty()) return no_model(file.string());
    layer = packed_layer(input, memory, biases);
  }
  network.last_weights_ = numbers.take(kVoiceprintSize * kVoiceprintSize);
  network.last_biases_ = numbers.take(kVoiceprintSize);
  if (!numbers.were_exactly_enough()) return no_model(file.string());
  return network;
}

std::vector<Voiceprint> VoiceNetwork::prints(std::span<const std::span<const VoiceFrame>> windows) const {
  assert(windows.size() <= kVoicesTogether);
  const auto memories = std::make_unique<std::array<VoiceMemory, 3>>();
  std::array<Lanes, kVoiceBands> frame{};
  for (std::size_t t = 0; t < kVoiceFrames; ++t) {
    for (std::size_t window = 0; window < windows.size(); ++window)
      for (std::size_t band = 0; band < kVoiceBands; ++band) frame[band].of[window] = windows[window][t][band];
    std::span<const Lanes> heard = frame;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      step(layers_[i], heard, (*memories)[i]);
      heard = (*memories)[i].said;
    }
  }
  std::vector<Voiceprint> prints;
  for (std::size_t window = 0; window < windows.size(); ++window) prints.push_back(finished(memories->back(), window));
  return prints;
}

Voiceprint VoiceNetwork::finished(const VoiceMemory& last, std::size_t window) const {
  Voiceprint said{}, print{};
  for (std::size_t i = 0; i < kVoiceprintSize; ++i) said[i] = last.said[i].of[window];
  for (std::size_t row = 0; row < kVoiceprintSize; ++row) {
    const auto weights = last_weights_.begin() + static_cast<std::ptrdiff_t>(row * kVoiceprintSize);
    print[row] = std::max(0.0F, std::inner_product(said.begin(), said.end(), weights, last_biases_[row]));
  }
  const float length = std::sqrt(std::inner_product(print.begin(), print.end(), print.begin(), 0.0F));
  if (length > 0) std::transform(print.begin(), print.end(), print.begin(), [&](float x) { return x / length; });
  return print;
}

}  // namespace podpromo
