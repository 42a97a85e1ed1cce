#include "media/fit_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

// A larger loss than this cuts off people; then the whole picture is shown on a background.
constexpr double kLargestLoss = 0.36;
// How much of a wide picture is given up at its sides so that it stands larger.
constexpr double kSideLoss = 0.15;
// The background is blurred at this part of the frame's size: 20 times cheaper, and nobody can tell.
constexpr int kBlurReduction = 8;

struct Rate {
  const char* text;
  double frames_per_s;
};
constexpr std::array<Rate, 5> kRates{
    {{"24000/1001", 24000.0 / 1001}, {"24", 24}, {"25", 25}, {"30000/1001", 30000.0 / 1001}, {"30", 30}}};

int even(double length) { return std::max(2, 2 * static_cast<int>(std::lround(length / 2))); }

FrameSize covering(double aspect, FrameSize frame) {
  const double width = std::max<double>(frame.width, frame.height * aspect);
  return {std::max(even(width), frame.width), std::max(even(width / aspect), frame.height)};
}

}  // namespace

Fit fit_of(const Picture& picture, FrameSize frame) {
  const double aspect = static_cast<double>(std::max(1, picture.width)) / std::max(1, picture.height);
  const double target = static_cast<double>(frame.width) / frame.height;
  const double loss = 1 - std::min(aspect, target) / std::max(aspect, target);
  if (loss <= kLargestLoss) return {.scaled = covering(aspect, frame), .cut = frame};
  Fit fit;
  fit.on_background = true;
  if (aspect > target) {
    fit.scaled.width = even(frame.width / (1 - kSideLoss));
    fit.scaled.height = std::min(frame.height, even(fit.scaled.width / aspect));
    fit.cut = {frame.width, fit.scaled.height};
    // A little above the middle: captions and the player's buttons are at the bottom.
    fit.y = (frame.height - fit.cut.height) * 2 / 5 / 2 * 2;
  } else {
    fit.scaled = {std::min(frame.width, even(frame.height * aspect)), frame.height};
    fit.cut = fit.scaled;
    fit.x = (frame.width - fit.cut.width) / 4 * 2;
  }
  return fit;
}

std::string fitting_filters(const Picture& picture, FrameSize frame, const std::string& rate) {
  const Fit fit = fit_of(picture, frame);
  const std::string steady = fmt::format("[0:V:0]fps={}:start_time=0,tpad=stop=-1:stop_mode=clone", rate);
  const std::string front =
      fmt::format("scale={}:{}:flags=bicubic:out_color_matrix=bt709:out_range=tv,crop={}:{},setsar=1,format=yuv420p",
                  fit.scaled.width, fit.scaled.height, fit.cut.width, fit.cut.height);
  if (!fit.on_background) return steady + "," + front + "[fitted]";
  const FrameSize low{frame.width / kBlurReduction, frame.height / kBlurReduction};
  const FrameSize cover = covering(static_cast<double>(std::max(1, picture.width)) / std::max(1, picture.height), low);
  return steady +
         fmt::format(
             ",split[a][b];[a]scale={}:{}:flags=area:out_color_matrix=bt709:out_range=tv,crop={}:{},format=yuv420p,"
             "boxblur=7:3,lutyuv=y=16+(val-16)*0.45:u=128+(val-128)*0.7:v=128+(val-128)*0.7,"
             "scale={}:{}:flags=bicubic,setsar=1[behind];"
             "[b]{}[front];[behind][front]overlay={}:{}:format=yuv420[fitted]",
             cover.width, cover.height, low.width, low.height, frame.width, frame.height, front, fit.x, fit.y);
}

std::string frame_rate(double frames_per_s) {
  for (const Rate& rate : kRates)
    if (std::abs(rate.frames_per_s - frames_per_s) < 0.01) return rate.text;
  return "30";
}

double frames_per_second(const std::string& rate) {
  for (const Rate& known : kRates)
    if (rate == known.text) return known.frames_per_s;
  return 30;
}

}  // namespace podpromo
