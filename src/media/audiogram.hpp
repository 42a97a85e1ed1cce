#pragma once

#include "base/result.hpp"
#include "media/render_clip.hpp"
#include "media/run_ffmpeg.hpp"
#include "media/wave.hpp"

#include <optional>
#include <stop_token>
#include <string>

namespace podpromo {

// A picture for a sound: everything ffmpeg needs to draw it, laid ready in a folder.
struct Audiogram {
  std::vector<std::string> inputs;  // two: the card, then the moving part from pipe:0
  std::string filters;              // from these two inputs, "0" and "1", to "[drawn]", captions not yet in it
  std::string captions_ass;         // in the card's colours
  WavePainter painter;
};

inline constexpr int kAudiogramRate = 30;  // frames a second

// `folder` holds the clip's finished sound as "sound.m4a"; the card's files go there, and there ffmpeg will run.
Result<Audiogram> prepare_audiogram(const RenderOrder& order, double length_s, const fs::path& folder,
                                    const std::stop_token& stop);

// Feeds `frames` frames of the moving part to whoever reads; `painter` outlives what is returned.
std::function<std::size_t(std::span<char>)> painted_frames(WavePainter& painter, long long frames);

}  // namespace podpromo
