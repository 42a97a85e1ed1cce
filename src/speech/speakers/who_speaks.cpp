#include "speech/speakers/who_speaks.hpp"

#include <algorithm>
#include <cmath>

#include "speech/milliseconds.hpp"
#include "speech/share_out.hpp"
#include "speech/speakers/tell_apart.hpp"
#include "speech/speakers/voice_network.hpp"

namespace podpromo {

namespace {

constexpr double kPieceS = 0.85;         // about how much of the sound one voiceprint stands for
constexpr double kAirLeftOut = 0.1;      // of the air around a voice span
constexpr double kLongestBreathS = 1.0;  // between two pieces of one turn
constexpr double kSpeechLevel = 0.1;     // −20 dB: the model takes no logarithm, so it knows voices at this level only
constexpr double kFramesPerSecond = static_cast<double>(kSamplesPerSecond) / kVoiceFrameStep;

// A stretch of voice that gets one voiceprint, made of the window around its middle.
struct Piece {
  double start = 0;
  double end = 0;
  std::size_t first_frame = 0;
};

// The window stays inside the span where that is long enough.
std::size_t window_at(double middle, const VoiceSpan& span) {
  constexpr double kHalf = kVoiceWindowS / 2;
  const bool fits = span.end - span.start > kVoiceWindowS;
  const double centre = fits ? std::clamp(middle, span.start + kHalf, span.end - kHalf) : (span.start + span.end) / 2;
  return static_cast<std::size_t>(std::lround(std::max(0.0, centre - kHalf) * kFramesPerSecond));
}

// The air around a span is left out of what is listened to, but it belongs to who speaks.
std::vector<Piece> pieces_of(std::span<const VoiceSpan> voice) {
  std::vector<Piece> pieces;
  for (const VoiceSpan& span : voice) {
    const double air = std::min(kAirLeftOut, (span.end - span.start) / 4);
    const VoiceSpan heard{span.start + air, span.end - air};
    const auto count = std::max(1L, std::lround((heard.end - heard.start) / kPieceS));
    const double length = (heard.end - heard.start) / static_cast<double>(count);
    for (long i = 0; i < count; ++i) {
      const double start = heard.start + static_cast<double>(i) * length;
      pieces.push_back({i == 0 ? span.start : start, i + 1 == count ? span.end : start + length,
                        window_at(start + length / 2, heard)});
    }
  }
  return pieces;
}

// What the power of the sound is multiplied by so that speech has the level that the model knows.
Result<float> gain_for(const Wav& wav, std::span<const VoiceSpan> voice) {
  double energy = 0, samples = 0;
  for (const VoiceSpan& span : voice) {
    PODPROMO_TRY(sound, wav.read_span(span.start, span.end));
    double sum = 0;
    for (const float sample : sound) sum += static_cast<double>(sample) * sample;
    energy += sum;
    samples += static_cast<double>(sound.size());
  }
  return energy > 0 ? static_cast<float>(kSpeechLevel * kSpeechLevel * samples / energy) : 1.0F;
}

// Makes the voiceprints, a few pieces together, over workers. What is together depends on the pieces alone.
class Listener {
 public:
  Listener(const Wav& wav, std::span<const Piece> pieces, const VoiceNetwork& network, float gain)
      : wav_(wav), pieces_(pieces), network_(network), gain_(gain), prints_(pieces.size()) {}

  Result<std::vector<Voiceprint>> listen(std::size_t workers, const std::stop_token& stop) {
    const std::size_t batches = (pieces_.size() + kVoicesTogether - 1) / kVoicesTogether;
    const auto hear_batch = [this](std::size_t, std::size_t batch) {
      const std::size_t first = batch * kVoicesTogether;
      return hear(first, pieces_.subspan(first, std::min(kVoicesTogether, pieces_.size() - first)));
    };
    PODPROMO_TRY(share_out(batches, workers, hear_batch, {}, stop));
    return std::move(prints_);
  }

 private:
  Done hear(std::size_t first, std::span<const Piece> pieces) {
    std::vector<std::vector<VoiceFrame>> stretches;
    std::vector<std::span<const VoiceFrame>> windows;
    for (std::size_t i = 0; i < pieces.size();) {
      std::size_t last = i + 1;
      while (last < pieces.size() && pieces[last].first_frame <= pieces[last - 1].first_frame + kVoiceFrames) ++last;
      const std::size_t from = pieces[i].first_frame;
      PODPROMO_TRY(frames, frames_of(from, pieces[last - 1].first_frame + kVoiceFrames - from));
      stretches.push_back(std::move(frames));
      for (; i < last; ++i)
        windows.emplace_back(std::span(stretches.back()).subspan(pieces[i].first_frame - from, kVoiceFrames));
    }
    const auto prints = network_.prints(windows);
    std::copy(prints.begin(), prints.end(), prints_.begin() + static_cast<std::ptrdiff_t>(first));
    return {};
  }

  // A frame lies around its instant; outside the sound is silence.
  Result<std::vector<VoiceFrame>> frames_of(std::size_t first, std::size_t count) const {
    constexpr std::size_t kBefore = kVoiceFrameLength / 2;
    const std::size_t at = first * kVoiceFrameStep, length = (count - 1) * kVoiceFrameStep + kVoiceFrameLength;
    const std::size_t missing = at < kBefore ? kBefore - at : 0;
    PODPROMO_TRY(sound, wav_.read(at + missing - kBefore, length - missing));
    sound.insert(sound.begin(), missing, 0.0F);
    sound.resize(length, 0.0F);
    return mel_.of(sound, gain_);
  }

  const Wav& wav_;
  std::span<const Piece> pieces_;
  const VoiceNetwork& network_;
  float gain_;
  VoiceMel mel_;
  std::vector<Voiceprint> prints_;
};

std::vector<SpeakerTurn> turns_of(std::span<const Piece> pieces, std::span<const std::size_t> speakers) {
  std::vector<SpeakerTurn> turns;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto speaker = static_cast<int>(speakers[i]);
    const double start = milliseconds(pieces[i].start), end = milliseconds(pieces[i].end);
    if (!turns.empty() && turns.back().speaker == speaker && start - turns.back().end < kLongestBreathS)
      turns.back().end = end;
    else
      turns.push_back({start, end, speaker});
  }
  return turns;
}

}  // namespace

Result<std::vector<SpeakerTurn>> find_speakers(const Wav& wav, std::span<const VoiceSpan> voice,
                                               const SpeakerSearch& search, const std::stop_token& stop) {
  PODPROMO_TRY(network, VoiceNetwork::load(search.model));
  PODPROMO_TRY(gain, gain_for(wav, voice));
  const std::vector<Piece> pieces = pieces_of(voice);
  Listener listener(wav, pieces, network, gain);
  PODPROMO_TRY(prints, listener.listen(search.workers, stop));
  return turns_of(pieces, told_apart(prints, search.wanted));
}

}  // namespace podpromo
