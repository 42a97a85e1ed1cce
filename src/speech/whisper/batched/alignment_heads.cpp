#include "speech/whisper/batched/alignment_heads.hpp"

#include <array>

namespace podpromo {

namespace {

constexpr std::array kTiny = std::to_array<AlignmentHead>({{2, 2}, {3, 0}, {3, 2}, {3, 3}, {3, 4}, {3, 5}});
constexpr std::array kBase =
    std::to_array<AlignmentHead>({{3, 1}, {4, 2}, {4, 3}, {4, 7}, {5, 1}, {5, 2}, {5, 4}, {5, 6}});
constexpr std::array kSmall =
    std::to_array<AlignmentHead>({{5, 3}, {5, 9}, {8, 0}, {8, 4}, {8, 7}, {8, 8}, {9, 0}, {9, 7}, {9, 9}, {10, 5}});
constexpr std::array kMedium = std::to_array<AlignmentHead>({{13, 15}, {15, 4}, {15, 15}, {16, 1}, {20, 0}, {23, 4}});
constexpr std::array kThirdLarge = std::to_array<AlignmentHead>(
    {{7, 0}, {10, 17}, {12, 18}, {13, 12}, {16, 1}, {17, 14}, {19, 11}, {21, 4}, {24, 1}, {25, 6}});
constexpr std::array kTurbo = std::to_array<AlignmentHead>({{2, 4}, {2, 11}, {3, 3}, {3, 6}, {3, 11}, {3, 14}});

constexpr int kTokensOfThirdGeneration = 51866;

bool is(const ModelShape& shape, int width, int audio_layers, int text_layers) {
  return shape.width == width && shape.audio_layers == audio_layers && shape.text_layers == text_layers;
}

}  // namespace

std::span<const AlignmentHead> alignment_heads(const ModelShape& shape) {
  if (is(shape, 384, 4, 4)) return kTiny;
  if (is(shape, 512, 6, 6)) return kBase;
  if (is(shape, 768, 12, 12)) return kSmall;
  if (is(shape, 1024, 24, 24)) return kMedium;
  if (shape.vocabulary != kTokensOfThirdGeneration) return {};
  if (is(shape, 1280, 32, 32)) return kThirdLarge;
  if (is(shape, 1280, 32, 4)) return kTurbo;
  return {};
}

}  // namespace podpromo
