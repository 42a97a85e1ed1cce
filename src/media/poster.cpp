#include "media/poster.hpp"

#include "media/probe.hpp"
#include "media/run_ffmpeg.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace podpromo {

namespace {

constexpr double kTooDark = 28;   // mean of 0…255
constexpr double kTooEmpty = 14;  // standard deviation of the same

// "H:MM:SS.cc" as ASS writes it.
double seconds_of(std::string_view time) {
  double seconds = 0;
  for (std::size_t at = 0; at <= time.size();) {
    const std::size_t end = std::min(time.find(':', at), time.size());
    double part = 0;
    std::from_chars(time.data() + at, time.data() + end, part);
    seconds = seconds * 60 + part;
    at = end + 1;
  }
  return seconds;
}

// When each caption has just appeared.
std::vector<double> caption_times(std::string_view ass) {
  constexpr std::string_view key = "\nDialogue: 0,";
  std::vector<double> times;
  for (std::size_t at = ass.find(key); at != std::string_view::npos; at = ass.find(key, at + 1)) {
    const std::string_view rest = ass.substr(at + key.size());
    times.push_back(seconds_of(rest.substr(0, rest.find(','))) + 0.25);
  }
  return times;
}

// A few moments across the clip, each moved to the caption that comes next.
std::vector<double> moments_to_try(std::string_view ass, double length_s) {
  const std::vector<double> captions = caption_times(ass);
  std::vector<double> moments;
  for (const double part : {0.03, 0.25, 0.5, 0.75}) {
    const double wish = std::max(0.3, part * length_s);
    const auto next = std::ranges::lower_bound(captions, wish);
    const double moment = next == captions.end() ? wish : *next;
    moments.push_back(std::clamp(moment, 0.0, std::max(0.0, length_s - 0.1)));
  }
  return moments;
}

std::vector<std::string> frame_at(const fs::path& video, double at_s) {
  std::vector<std::string> arguments{"-ss", ffmpeg_seconds(at_s)};
  append(arguments, guarded_input(video));
  append(arguments, {"-map", "0:v:0", "-frames:v", "1"});
  return arguments;
}

struct Look {
  double mean = 0;
  double deviation = 0;
};

Result<Look> look_of(const fs::path& video, double at_s, const std::stop_token& stop) {
  std::vector<std::string> arguments = frame_at(video, at_s);
  append(arguments, {"-vf", "scale=64:64,format=gray", "-f", "rawvideo", "pipe:1"});
  PODPROMO_TRY(pixels, ffmpeg_output({.arguments = std::move(arguments), .reads = {video}}, stop));
  if (pixels.empty()) return Look{};
  double sum = 0;
  double squares = 0;
  for (const char pixel : pixels) {
    const double value = static_cast<unsigned char>(pixel);
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(pixels.size());
  const double mean = sum / count;
  return Look{mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

}  // namespace

Done make_poster(const PosterOrder& order, const fs::path& target, const std::stop_token& stop) {
  double best_moment = 0;
  double best_score = -1;
  for (const double moment : moments_to_try(order.captions_ass, order.length_s)) {
    PODPROMO_TRY(look, look_of(order.video, moment, stop));
    const double score = std::min(1.0, look.mean / kTooDark) + std::min(1.0, look.deviation / kTooEmpty);
    if (score <= best_score) continue;
    best_score = score;
    best_moment = moment;
    if (look.mean >= kTooDark && look.deviation >= kTooEmpty) break;
  }
  std::vector<std::string> arguments = frame_at(order.video, best_moment);
  append(arguments, {"-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-fflags", "+bitexact", "-flags:v",
                     "+bitexact", "-threads", "1", "-f", "image2pipe", "pipe:1"});
  PODPROMO_TRY(jpeg, ffmpeg_output({.arguments = std::move(arguments), .reads = {order.video}}, stop));
  if (jpeg.empty()) return failure(Fault::internal, "the clip's picture could not be made", "Try again.");
  return write_durably(target, jpeg);
}

}  // namespace podpromo
