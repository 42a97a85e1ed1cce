#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/clip.hpp"
#include "episode/media_facts.hpp"
#include "episode/render.hpp"
#include "episode/sound.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace podpromo {

// Everything a clip needs to become a file. References outlive the call.
struct RenderOrder {
  const fs::path& media;
  const MediaFacts& facts;
  const Sound& sound;  // for the waveform of an audiogram
  const Clip& clip;
  Format format = Format::vertical;
  std::string episode_title;
  std::string show;
  std::string captions_ass;  // times relative to the clip; burned in
  fs::path target;           // the .mp4; its poster lies beside it as .jpg
};

// Makes the finished file: H.264 + AAC in MP4 with faststart, −14 LUFS, true peak at most −1 dBTP measured after
// encoding, short fades at both ends. A picture is fitted into the format; without one it becomes an audiogram
// (cover or designed card, waveform, progress line). The same order gives the same bytes.
// `done` is called with 0…1. Fails with bad_request when the clip lies beyond the end of the episode, else as
// run_ffmpeg() and writing do.
Result<Render> render_clip(const RenderOrder& order, const std::function<void(double)>& done = {},
                           const std::stop_token& stop = {});

// A small fast file to judge a clip by: the first 30 s of it, at most 640 px wide and high, H.264 + AAC, faststart;
// m4a where there is no picture. Returns the file's size in bytes. Fails as run_ffmpeg() and writing do.
Result<std::uint64_t> make_preview(const fs::path& media, const MediaFacts& facts, const Clip& clip,
                                   const fs::path& target, const std::stop_token& stop = {});

// The attached cover as a JPEG of at most 1400 px a side. Fails with not_found when the file has none that can be read.
Done extract_cover(const fs::path& media, const fs::path& target, const std::stop_token& stop = {});

}  // namespace podpromo
