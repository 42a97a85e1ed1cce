#include "media/render_clip.hpp"

#include "media/audiogram.hpp"
#include "media/card_text.hpp"
#include "media/clip_sound.hpp"
#include "media/fit_picture.hpp"
#include "media/poster.hpp"
#include "media/run_ffmpeg.hpp"
#include "media/scratch_folder.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

// Parts of the whole for `done`: the sound is quick, the picture is the work.
constexpr double kSoundPart = 0.08;
constexpr double kPicturePart = 0.90;

// The clip as it will be: whole frames, not beyond the end of the media.
struct Span {
  double start_s = 0;
  double length_s = 0;
  long long frames = 0;
  std::string rate;
};

Result<Span> span_of(const RenderOrder& order) {
  const double media_end = order.sound.duration_s > 0 ? order.sound.duration_s : order.clip.end;
  const double start = std::max(0.0, order.clip.start);
  const double wanted = std::min(order.clip.end, media_end) - start;
  if (!(wanted > 0.1))
    return failure(Fault::bad_request, "the clip lies beyond the end of the episode", "Choose another moment.");
  Span span{
      .start_s = start,
      .rate = order.facts.picture ? frame_rate(order.facts.picture->frames_per_s) : std::to_string(kAudiogramRate)};
  const double per_second = frames_per_second(span.rate);
  span.frames = std::max(1LL, std::llround(wanted * per_second));
  span.length_s = static_cast<double>(span.frames) / per_second;
  return span;
}

// The most that a clip has a second on average. What is above it is encoded again under a limit, which x264 keeps to
// in one thread only in the same way each time: several look at how far the others happen to be.
constexpr double kMostBytesPerSecond = 1'500'000;
enum class Rate { free, limited };

// x264's presets trade little quality for much time at the fast end; "superfast" with the two features it leaves out
// (macroblock tree, lookahead) comes close to "veryfast" at half the work. The number of threads is fixed because
// the bytes depend on it.
std::vector<std::string> picture_encoder(const std::string& frames_per_s, Rate rate) {
  return {"-c:v",
          "libx264",
          "-preset",
          "superfast",
          "-crf",
          "18",
          "-x264-params",
          std::string("mbtree=1:rc-lookahead=10:keyint=150:") +
              (rate == Rate::free ? "threads=4" : "threads=1:vbv-maxrate=12000:vbv-bufsize=24000"),
          "-pix_fmt",
          "yuv420p",
          "-r",
          frames_per_s,
          "-bsf:v",
          "filter_units=remove_types=6",
          "-color_range",
          "tv",
          "-colorspace",
          "bt709",
          "-color_primaries",
          "bt709",
          "-color_trc",
          "bt709"};
}

struct PictureOrder {
  std::vector<std::string> inputs;
  std::vector<fs::path> reads = {};  // but for the folder's
  int input_count = 1;
  std::string filters;  // to "[burned]"
  std::function<std::size_t(std::span<char>)> feed = {};
};

// Where one render happens and who is told.
struct Bench {
  const Span& span;
  const fs::path& folder;
  const fs::path& target;
  const std::function<void(double)>& done;
  const std::stop_token& stop;
  Rate rate = Rate::free;
};

std::uint64_t most_bytes(const Span& span) { return static_cast<std::uint64_t>(kMostBytesPerSecond * span.length_s); }

// Encodes the picture and joins the finished sound to it, packet by packet. At a free rate it ends where it gets too
// large, for it is thrown away then.
Done write_video(const PictureOrder& picture, const Bench& bench) {
  std::vector<std::string> arguments = picture.inputs;
  append(arguments, {"-i", "sound.m4a", "-filter_complex", picture.filters, "-map", "[burned]", "-map",
                     fmt::format("{}:a:0", picture.input_count)});
  append(arguments, picture_encoder(bench.span.rate, bench.rate));
  append(arguments, {"-c:a", "copy"});
  if (bench.rate == Rate::free) append(arguments, {"-fs", std::to_string(most_bytes(bench.span))});
  append(arguments, same_bytes_options());
  append(arguments, {"-movflags", "+faststart", "-f", "mp4", ffmpeg_file(bench.target)});
  return run_ffmpeg({.arguments = std::move(arguments),
                     .reads = picture.reads,
                     .writes = {bench.target},
                     .folder = bench.folder,
                     .seconds = bench.span.length_s,
                     .done = bench.done,
                     .input = picture.feed},
                    bench.stop);
}

// A picture on its background leaves room above itself in high frames only.
constexpr int kRoomForTitle = 300;  // pixels
constexpr Palette kOverPicture{
    .ground = {}, .raised = {}, .text = {255, 255, 255}, .muted = {214, 210, 204}, .accent = kCaptionAccent};

// The clip's title for the room above the picture; empty when there is none.
std::string title_ass(const RenderOrder& order, FrameSize frame) {
  const Fit fit = fit_of(*order.facts.picture, frame);
  if (!fit.on_background || fit.y < kRoomForTitle) return {};
  const CardPlace place{.area = {108, 190, frame.width - 216, fit.y - 230},
                        .centred = true,
                        .middle = true,
                        .title_px = 68,
                        .shaded = true};
  return card_ass({.show = order.show, .title = order.clip.title, .episode = {}}, place, kOverPicture, frame);
}

// The captions, and the end after exactly the span's frames: "-frames:v" would cut the sound off with the picture.
std::string burning(std::string_view from, const Span& span) {
  return fmt::format(";[{}]ass=captions.ass,trim=end_frame={}[burned]", from, span.frames);
}

Result<PictureOrder> moving_picture(const RenderOrder& order, const Span& span, const fs::path& folder) {
  const FrameSize frame = frame_size(order.format);
  const std::string title = title_ass(order, frame);
  PODPROMO_TRY(write_durably(folder / "captions.ass", order.captions_ass));
  if (!title.empty()) PODPROMO_TRY(write_durably(folder / "title.ass", title));
  return PictureOrder{.inputs = span_input(order.media, span.start_s, span.length_s),
                      .reads = {order.media},
                      .filters = fitting_filters(*order.facts.picture, frame, span.rate) +
                                 (title.empty() ? "" : ";[fitted]ass=title.ass[titled]") +
                                 burning(title.empty() ? "fitted" : "titled", span)};
}

// Both kinds of video, from the finished sound in the bench's folder.
Done make_video_once(const RenderOrder& order, const Bench& bench) {
  if (order.facts.picture) {
    PODPROMO_TRY(picture, moving_picture(order, bench.span, bench.folder));
    return write_video(picture, bench);
  }
  PODPROMO_TRY(audiogram, prepare_audiogram(order, bench.span.length_s, bench.folder, bench.stop));
  PODPROMO_TRY(write_durably(bench.folder / "captions.ass", audiogram.captions_ass));
  const PictureOrder picture{.inputs = audiogram.inputs,
                             .input_count = 2,
                             .filters = audiogram.filters + burning("drawn", bench.span),
                             .feed = painted_frames(audiogram.painter, bench.span.frames)};
  return write_video(picture, bench);
}

Done make_video(const RenderOrder& order, Bench bench) {
  PODPROMO_TRY(make_video_once(order, bench));
  std::error_code error;
  if (fs::file_size(bench.target, error) < most_bytes(bench.span)) return {};
  bench.rate = Rate::limited;
  return make_video_once(order, bench);
}

Render render_of(const RenderOrder& order, const Span& span, const Loudness& loudness) {
  Render render;
  render.clip = order.clip.id;
  render.format = order.format;
  render.file = order.target.filename().string();
  render.poster = fs::path(order.target).replace_extension(".jpg").filename().string();
  render.size = frame_size(order.format);
  render.duration_s = span.length_s;
  render.loudness_lufs = loudness.integrated_lufs;
  render.true_peak_dbtp = loudness.true_peak_dbtp;
  return render;
}

}  // namespace

Result<Render> render_clip(const RenderOrder& order, const std::function<void(double)>& done,
                           const std::stop_token& stop) {
  // What is drawn a second time is not told again.
  double told = 0;
  const auto tell = [&](double fraction) { done ? done(told = std::max(told, fraction)) : void(); };
  PODPROMO_TRY(span, span_of(order));
  PODPROMO_TRY(scratch, ScratchFolder::make());
  PODPROMO_TRY(loudness, make_clip_sound({order.media, order.facts, span.start_s, span.length_s},
                                         scratch.path() / "sound.m4a", stop));
  tell(kSoundPart);
  PODPROMO_TRY(draft, Draft::begin(order.target));
  const std::function<void(double)> drawn = [&](double part) { tell(kSoundPart + kPicturePart * part); };
  PODPROMO_TRY(make_video(order, {span, scratch.path(), draft.path(), drawn, stop}));
  // The poster comes first: a reader who sees the video finds its poster there.
  PODPROMO_TRY(make_poster({draft.path(), order.captions_ass, span.length_s},
                           fs::path(order.target).replace_extension(".jpg"), stop));
  Render render = render_of(order, span, loudness);
  std::error_code error;
  render.bytes = fs::file_size(draft.path(), error);
  PODPROMO_TRY(draft.keep());
  tell(1);
  return render;
}

}  // namespace podpromo
