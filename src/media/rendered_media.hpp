#pragma once

#include "captions/captions.hpp"
#include "captions/spoken.hpp"
#include "media/image.hpp"
#include "media/made_media.hpp"
#include "media/probe.hpp"
#include "media/render_clip.hpp"
#include "media/run_ffmpeg.hpp"

#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace podpromo {

// For tests: renders of made media, and questions to what came out.
class RenderedMedia : public MadeMedia {
 protected:
  struct Wish {
    double start = 0.5;
    double end = 2.5;
    Format format = Format::square;
    std::string words = "Nobody decides anything here, that is the part people never believe.";
    std::string title = "The bees decided, not me";
    std::string show = "Field Notes";
  };

  Result<Render> rendered(const fs::path& media, const Wish& wish, const std::string& name = "clip.mp4",
                          const std::stop_token& stop = {}) {
    PODPROMO_TRY(facts, probe(media));
    Clip clip;
    clip.start = wish.start;
    clip.end = wish.end;
    clip.title = wish.title;
    Sound sound;
    sound.duration_s = facts.declared_duration_s;
    const RenderOrder order{.media = media,
                            .facts = facts,
                            .sound = sound,
                            .clip = clip,
                            .format = wish.format,
                            .episode_title = "Interview with a beekeeper",
                            .show = wish.show,
                            .captions_ass = karaoke_ass(spoken(wish.words, 0.1), wish.format),
                            .target = folder_ / "out" / name};
    return render_clip(order, [this](double done) { progress_.push_back(done), on_progress_(done); }, stop);
  }
  fs::path out(const std::string& name = "clip.mp4") const { return folder_ / "out" / name; }

  std::vector<std::string> files_in_out() const {
    std::vector<std::string> names;
    if (fs::exists(folder_ / "out"))
      for (const auto& entry : fs::directory_iterator(folder_ / "out"))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  // What ffprobe says of `entries`, as "a|b|c" a line.
  static std::string probed(const fs::path& file, const std::string& streams, const std::string& entries) {
    const auto finished = run({.program = "ffprobe",
                               .arguments = {"-v", "error", "-count_frames", "-select_streams", streams,
                                             "-show_entries", entries, "-of", "compact=p=0:nk=1", file.string()}});
    std::string text = finished ? finished->output : finished.error().reason;
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

  static Image frame(const fs::path& video, double at_s, FrameSize size) {
    const auto pixels =
        ffmpeg_output({.arguments = {"-ss", ffmpeg_seconds(at_s), "-i", video.string(), "-frames:v", "1", "-s",
                                     std::to_string(size.width) + "x" + std::to_string(size.height), "-f", "rawvideo",
                                     "-pix_fmt", "rgb24", "pipe:1"},
                       .reads = {video}},
                      {});
    Image image(size, {});
    EXPECT_TRUE(pixels && pixels->size() == image.bytes.size());
    if (pixels && pixels->size() == image.bytes.size()) std::ranges::copy(*pixels, image.bytes.begin());
    return image;
  }

  static std::vector<float> samples(const fs::path& file, int rate = 48000) {
    const auto bytes = ffmpeg_output({.arguments = {"-i", file.string(), "-map", "0:a", "-ac", "1", "-ar",
                                                    std::to_string(rate), "-f", "f32le", "pipe:1"},
                                      .reads = {file}},
                                     {});
    std::vector<float> samples(bytes ? bytes->size() / sizeof(float) : 0);
    if (!samples.empty()) std::memcpy(samples.data(), bytes->data(), samples.size() * sizeof(float));
    return samples;
  }

  std::vector<double> progress_;
  std::function<void(double)> on_progress_ = [](double) {};
};

}  // namespace podpromo
