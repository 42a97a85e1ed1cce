#include "media/clip_sound.hpp"
#include "media/probe.hpp"
#include "media/render_clip.hpp"
#include "media/run_ffmpeg.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr double kLongestS = 30;
constexpr auto kStereo = "aresample=48000:async=1:min_hard_comp=0.01:first_pts=0,aformat=channel_layouts=stereo";

std::vector<std::string> preview_arguments(const MediaFacts& facts) {
  std::vector<std::string> arguments{
      "-map", fmt::format("0:a:{}", facts.sound ? facts.sound->track : 0), "-af", kStereo, "-c:a", "aac", "-b:a",
      "96k"};
  if (!facts.picture) return arguments;
  const bool fast = facts.picture->frames_per_s > 30.5;
  append(
      arguments,
      {"-map", "0:V:0", "-vf",
       std::string(fast ? "fps=30," : "") +
           "scale='min(640,iw)':'min(640,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bilinear,"
           "setsar=1,format=yuv420p",
       "-c:v", "libx264", "-preset", "superfast", "-crf", "26", "-threads:v", "2", "-bsf:v",
       "filter_units=remove_types=6"});
  return arguments;
}

// The index of the first attached picture; a video track may come before it.
std::optional<int> cover_stream(std::string_view listing) {
  while (!listing.empty()) {
    const std::size_t end = std::min(listing.find('\n'), listing.size());
    const std::string_view line = listing.substr(0, end);
    int index = 0;
    if (line.ends_with(",1") && std::from_chars(line.data(), line.data() + line.size(), index).ec == std::errc())
      return index;
    listing.remove_prefix(std::min(end + 1, listing.size()));
  }
  return std::nullopt;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): what, where from, where to, and when to stop.
Result<std::uint64_t> make_preview(const fs::path& media, const MediaFacts& facts, const Clip& clip,
                                   const fs::path& target, const std::stop_token& stop) {
  PODPROMO_TRY(draft, Draft::begin(target));
  const double length = std::clamp(clip.duration(), 0.1, kLongestS);
  std::vector<std::string> arguments = span_input(media, std::max(0.0, clip.start), length);
  append(arguments, preview_arguments(facts));
  append(arguments, same_bytes_options());
  append(arguments, {"-t", ffmpeg_seconds(length), "-movflags", "+faststart", "-f", facts.picture ? "mp4" : "ipod",
                     ffmpeg_file(draft.path())});
  PODPROMO_TRY(run_ffmpeg({.arguments = std::move(arguments), .reads = {media}, .writes = {draft.path()}}, stop));
  std::error_code error;
  const std::uint64_t bytes = fs::file_size(draft.path(), error);
  PODPROMO_TRY(draft.keep());
  return bytes;
}

Done extract_cover(const fs::path& media, const fs::path& target, const std::stop_token& stop) {
  std::vector<std::string> asking{"-v",  "error",         "-select_streams",
                                  "v",   "-show_entries", "stream=index:stream_disposition=attached_pic",
                                  "-of", "csv=p=0"};
  append(asking, guarded_input(media));
  PODPROMO_TRY(listing, ask_ffprobe(std::move(asking), media, {}, stop));
  const std::optional<int> stream = cover_stream(listing.output);
  if (!stream) return failure(Fault::not_found, "there is no cover in this file");
  std::vector<std::string> arguments = guarded_input(media);
  append(arguments, {"-map", fmt::format("0:{}", *stream), "-frames:v", "1", "-vf",
                     "scale='min(1400,iw)':'min(1400,ih)':force_original_aspect_ratio=decrease", "-c:v", "mjpeg",
                     "-q:v", "3", "-pix_fmt", "yuvj420p", "-threads", "1"});
  append(arguments, same_bytes_options());
  append(arguments, {"-f", "image2pipe", "pipe:1"});
  PODPROMO_TRY(jpeg, ffmpeg_output({.arguments = std::move(arguments), .reads = {media}}, stop));
  if (jpeg.empty()) return failure(Fault::not_found, "the cover in this file can't be read");
  return write_durably(target, jpeg);
}

}  // namespace podpromo
