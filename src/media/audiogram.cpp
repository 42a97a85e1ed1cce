#include "media/audiogram.hpp"

#include "captions/ass.hpp"
#include "media/card.hpp"
#include "media/card_text.hpp"
#include "media/probe.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr int kLevelRate = 16000;
constexpr const char* kColours = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";

// The cover as a square of `side` pixels; nothing when there is none or it can't be read: a card does as well.
Result<std::optional<Image>> cover_of(const RenderOrder& order, int side, const fs::path& folder,
                                      const std::stop_token& stop) {
  if (!order.facts.has_cover) return std::nullopt;
  const fs::path file = folder / "cover.jpg";
  const Done extracted = extract_cover(order.media, file, stop);
  if (!extracted && extracted.error().fault == Fault::cancelled) return failure(extracted.error());
  if (!extracted) return std::nullopt;
  const std::string scale = fmt::format("scale={0}:{0}:force_original_aspect_ratio=increase,crop={0}:{0}", side);
  auto pixels = ffmpeg_output({.arguments = {"-i", ffmpeg_file(file), "-vf", scale, "-frames:v", "1", "-f", "rawvideo",
                                             "-pix_fmt", "rgb24", "pipe:1"},
                               .reads = {file}},
                              stop);
  Image cover({side, side}, {});
  if (!pixels || pixels->size() != cover.bytes.size()) return std::nullopt;
  std::ranges::copy(*pixels, cover.bytes.begin());
  return cover;
}

Result<std::vector<float>> samples_of(const fs::path& sound, const std::stop_token& stop) {
  std::vector<std::string> arguments = guarded_input(sound);
  append(arguments, {"-ac", "1", "-ar", std::to_string(kLevelRate), "-f", "f32le", "pipe:1"});
  PODPROMO_TRY(bytes, ffmpeg_output({.arguments = std::move(arguments), .reads = {sound}}, stop));
  std::vector<float> samples(bytes.size() / sizeof(float));
  std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
  return samples;
}

CardText text_of(const RenderOrder& order) {
  CardText text{order.show, order.clip.title, order.episode_title};
  if (text.title.empty()) text.title = order.episode_title;
  if (text.show.empty() && text.title != text.episode) std::swap(text.show, text.episode);
  return text;
}

CardPlace place_of(const AudiogramLayout& layout, bool with_cover) {
  if (with_cover) return {layout.beside, layout.centred, !layout.centred, layout.beside_px};
  return {layout.alone, false, false, layout.alone_px};
}

std::string_view bytes_of(const Image& image) {
  return {reinterpret_cast<const char*>(image.bytes.data()), image.bytes.size()};
}

std::vector<std::string> raw_input(FrameSize size, const std::string& name) {
  return {"-f",       "rawvideo",
          "-pix_fmt", "rgb24",
          "-s",       fmt::format("{}x{}", size.width, size.height),
          "-r",       std::to_string(kAudiogramRate),
          "-i",       name};
}

}  // namespace

Result<Audiogram> prepare_audiogram(const RenderOrder& order, double length_s, const fs::path& folder,
                                    const std::stop_token& stop) {
  const AudiogramLayout layout = audiogram_layout(order.format);
  const FrameSize size = frame_size(order.format);
  PODPROMO_TRY(cover, cover_of(order, layout.cover.width, folder, stop));
  PODPROMO_TRY(samples, samples_of(folder / "sound.m4a", stop));
  // One look for a whole show: episodes of a show look alike, and so do all clips of an episode.
  const std::string& name = order.show.empty() ? order.episode_title : order.show;
  const Palette palette = cover ? palette_of_cover(*cover) : palette_of_title(name);
  const Image card = card_picture(size, {layout, palette, cover, name});
  PODPROMO_TRY(write_durably(folder / "card.rgb", bytes_of(card)));
  PODPROMO_TRY(
      write_durably(folder / "card.ass", card_ass(text_of(order), place_of(layout, cover.has_value()), palette, size)));
  const Rectangle wave = cover ? layout.wave : layout.wave_alone;
  const int progress_room = wave.height / 4;
  WaveLook look{cut_out(card, wave), palette.accent, mixed(palette.ground, palette.text, 0.24),
                wave.height - progress_room};
  Audiogram audiogram{.inputs = raw_input(size, "card.rgb"),
                      .filters = fmt::format("[0:v]{0},ass=card.ass,loop=loop=-1:size=1[card];[1:v]{0}[wave];"
                                             "[card][wave]overlay={1}:{2}:format=yuv420:shortest=1[drawn]",
                                             kColours, wave.x, wave.y),
                      .captions_ass = on_ground(order.captions_ass, palette.accent, palette.ground),
                      .painter = WavePainter(std::move(look), bar_levels(samples, kLevelRate), length_s)};
  append(audiogram.inputs, raw_input({wave.width, wave.height}, "pipe:0"));
  return audiogram;
}

std::function<std::size_t(std::span<char>)> painted_frames(WavePainter& painter, long long frames) {
  struct Feed {
    long long next = 0;
    std::size_t sent = 0;
    const Image* frame = nullptr;
  };
  return [&painter, frames, feed = Feed()](std::span<char> room) mutable -> std::size_t {
    if (feed.frame == nullptr || feed.sent == feed.frame->bytes.size()) {
      if (feed.next == frames) return 0;
      feed.frame = &painter.frame(static_cast<double>(feed.next++) / kAudiogramRate);
      feed.sent = 0;
    }
    const std::size_t count = std::min(room.size(), feed.frame->bytes.size() - feed.sent);
    std::memcpy(room.data(), feed.frame->bytes.data() + feed.sent, count);
    feed.sent += count;
    return count;
  };
}

}  // namespace podpromo
