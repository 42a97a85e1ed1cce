#include "captions/text_width.hpp"
#include "media/audiogram_layout.hpp"
#include "media/card_text.hpp"
#include "media/fit_picture.hpp"
#include "media/palette.hpp"
#include "media/wave.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Picture picture(int width, int height) { return {"h264", width, height, 25}; }

TEST(Fits, FillTheFrameWhenLittleIsLost) {
  const Fit fit = fit_of(picture(1440, 1080), {1080, 1080});
  EXPECT_FALSE(fit.on_background);
  EXPECT_EQ(fit.scaled, (FrameSize{1440, 1080}));
  EXPECT_EQ(fit.cut, (FrameSize{1080, 1080}));
  EXPECT_FALSE(fit_of(picture(1920, 1080), {1920, 1080}).on_background);
}

TEST(Fits, SetAWidePictureOnABackgroundOfAHighFrame) {
  const Fit fit = fit_of(picture(1280, 720), {1080, 1920});
  EXPECT_TRUE(fit.on_background);
  EXPECT_NEAR(fit.scaled.width * 0.85, 1080, 2);
  EXPECT_EQ(fit.cut.width, 1080);
  EXPECT_LT(fit.y + fit.cut.height, 1200);
}

TEST(Fits, KeepAHighPictureWholeInAWideFrame) {
  const Fit fit = fit_of(picture(1080, 1920), {1920, 1080});
  EXPECT_TRUE(fit.on_background);
  EXPECT_EQ(fit.cut, (FrameSize{608, 1080}));
  EXPECT_EQ(fit.x, 656);
}

TEST(Fits, SurviveAStrangePicture) {
  EXPECT_EQ(fit_of(picture(1, 4000), {1080, 1080}).cut.width, 2);
  EXPECT_EQ(fit_of(picture(4000, 1), {1080, 1080}).cut.height, 2);
  EXPECT_EQ(fit_of(picture(0, 0), {1080, 1080}).cut, (FrameSize{1080, 1080}));
}

TEST(FrameRates, AreKeptWhereCommonAndThirtyElsewhere) {
  EXPECT_EQ(frame_rate(29.97), "30000/1001");
  EXPECT_EQ(frame_rate(25), "25");
  EXPECT_EQ(frame_rate(18.3), "30");
  EXPECT_EQ(frame_rate(59.94), "30");
}

TEST(Wrapping, MakesEvenLines) {
  EXPECT_THAT(wrapped("the quick brown fox jumps over it", 10, 3), ElementsAre("the quick brown", "fox jumps over it"));
}

TEST(Wrapping, ShortensWhatIsTooLongAndCutsLongWords) {
  const auto lines = wrapped("one two three four five six seven eight nine ten eleven twelve", 6, 2);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[1].ends_with("…"));
  for (const std::string& line : wrapped("Donaudampfschifffahrtsgesellschaft", 5, 9)) EXPECT_LE(em_width(line), 5);
  EXPECT_THAT(wrapped("", 5, 2), testing::IsEmpty());
}

TEST(CardText, StaysInItsAreaWhateverItSays) {
  const CardPlace place{.area = {90, 90, 456, 400}, .centred = false, .middle = false, .title_px = 60};
  const CardText text{std::string(90, 'W'), std::string(400, 'M') + " and more", std::string(200, 'i')};
  const std::string ass = card_ass(text, place, palette_of_title("x"), {1080, 1080});
  std::size_t lines = 0;
  for (std::size_t at = ass.find("\\pos(90,"); at != std::string::npos; at = ass.find("\\pos(90,", at + 1)) {
    EXPECT_LT(std::stod(ass.substr(at + 8)), 490);
    ++lines;
  }
  EXPECT_GT(lines, 3u);
}

TEST(CardText, LeavesOutWhatOnlyRepeats) {
  const CardPlace place{.area = {0, 0, 900, 900}, .title_px = 60};
  const std::string ass = card_ass({"Bees", "Bees in May", "Bees"}, place, palette_of_title("x"), {1080, 1080});
  EXPECT_THAT(ass, Not(HasSubstr(",Episode,")));
}

double luminance(Colour colour) {
  const auto linear = [](double byte) {
    const double c = byte / 255;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrast(Colour a, Colour b) {
  const double x = luminance(a) + 0.05;
  const double y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

TEST(Palettes, AreReadable) {
  std::vector<Palette> palettes;
  for (int i = 0; i < 40; ++i) palettes.push_back(palette_of_title(std::to_string(i)));
  for (int hue = 0; hue < 360; hue += 15)
    palettes.push_back(palette_of_cover(Image({32, 32}, colour_of({static_cast<double>(hue), 0.9, 0.5}))));
  palettes.push_back(palette_of_cover(Image({32, 32}, {255, 255, 255})));
  for (const Palette& palette : palettes) {
    EXPECT_GE(contrast(palette.text, palette.ground), 7);
    EXPECT_GE(contrast(palette.accent, palette.ground), 7);
    EXPECT_GE(contrast(palette.muted, palette.ground), 4.5);
  }
}

TEST(Palettes, AreTheSameForTheSameTitle) {
  EXPECT_EQ(palette_of_title("Field Notes").ground, palette_of_title("Field Notes").ground);
}

TEST(Layouts, LeaveTheCaptionsAlone) {
  for (const Format format : kFormats) {
    const AudiogramLayout layout = audiogram_layout(format);
    const CaptionZone zone = caption_zone(format);
    const double top = zone.bottom - 2 * zone.font_px;
    EXPECT_LE(layout.beside.y + layout.beside.height, top + 10);
    EXPECT_LE(layout.cover.y + layout.cover.height, top);
    EXPECT_GE(layout.wave.y, zone.bottom);
    EXPECT_TRUE(layout.wave_alone.y >= zone.bottom || layout.wave_alone.y + layout.wave_alone.height <= top + 4);
    EXPECT_LE(layout.alone.y + layout.alone.height, top);
    EXPECT_LE(layout.wave.y + layout.wave.height,
              frame_size(format).height * (format == Format::vertical ? 0.8 : 0.97));
  }
}

TEST(BarLevels, FollowTheVoice) {
  std::vector<float> samples(32000, 0.0F);
  for (std::size_t i = 16000; i < samples.size(); ++i) samples[i] = i % 2 == 0 ? 0.3F : -0.3F;
  const auto levels = bar_levels(samples, 16000);
  ASSERT_EQ(levels.size(), 18u);
  EXPECT_DOUBLE_EQ(levels[2], 0);
  EXPECT_DOUBLE_EQ(levels[15], 1);
  EXPECT_TRUE(bar_levels({}, 16000).empty());
}

TEST(BarLevels, StayFlatWhereThereIsOnlyHiss) {
  const std::vector<float> hiss(16000, 0.0003F);
  for (const double level : bar_levels(hiss, 16000)) EXPECT_LT(level, 0.4);
}

TEST(WavePainter, FillsTheLineAsTheClipGoes) {
  WavePainter painter({Image({400, 60}, {}), {255, 0, 0}, {60, 60, 60}, 40}, std::vector<double>(90, 0.5), 10);
  const auto red_pixels = [&](double at_s) {
    const Image& image = painter.frame(at_s);
    int count = 0;
    for (int x = 0; x < 400; ++x) count += image.at(x, 57).red > 200 ? 1 : 0;
    return count;
  };
  EXPECT_LT(red_pixels(0), 10);
  EXPECT_NEAR(red_pixels(5), 200, 4);
  EXPECT_GT(red_pixels(10), 392);
}

}  // namespace
}  // namespace podpromo
