#include "models/ggml_check.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/byte_file.hpp"
#include "models/ggml_writer.hpp"
#include "models/mel_filters.hpp"

namespace podpromo {

namespace {

constexpr std::int32_t kMostTokens = 60'000;
constexpr std::int32_t kLongestToken = 1024;
constexpr std::int32_t kMostDims = 4;
constexpr std::int32_t kLongestName = 256;
constexpr int kMostTensors = 1 << 14;

// How a ggml number type packs its numbers: so many bytes for a block of so many numbers.
struct Packing {
  std::int32_t type;
  std::uint64_t numbers;
  std::uint64_t bytes;
};
constexpr std::array kPackings = {
    Packing{0, 1, 4},       // f32
    Packing{1, 1, 2},       // f16
    Packing{2, 32, 18},     // q4_0
    Packing{3, 32, 20},     // q4_1
    Packing{6, 32, 22},     // q5_0
    Packing{7, 32, 24},     // q5_1
    Packing{8, 32, 34},     // q8_0
    Packing{10, 256, 84},   // q2_K
    Packing{11, 256, 110},  // q3_K
    Packing{12, 256, 144},  // q4_K
    Packing{13, 256, 176},  // q5_K
    Packing{14, 256, 210},  // q6_K
};

// A number of the header and the bounds any Whisper model keeps.
struct Bounds {
  std::string_view name;
  std::int32_t least;
  std::int32_t most;
};
constexpr std::array kHeader = {
    Bounds{"vocabulary", 51864, kMostTokens},
    Bounds{"audio context", 1, 4096},
    Bounds{"audio width", 1, 4096},
    Bounds{"audio heads", 1, 64},
    Bounds{"audio layers", 1, 64},
    Bounds{"text context", 1, 4096},
    Bounds{"text width", 1, 4096},
    Bounds{"text heads", 1, 64},
    Bounds{"text layers", 1, 64},
    Bounds{"mel bands", 80, 128},
    Bounds{"number type", 0, 3000},
};

Result<std::int32_t> number_within(ByteCursor& cursor, const Bounds& bounds) {
  PODPROMO_TRY(value, cursor.number<std::int32_t>());
  if (value >= bounds.least && value <= bounds.most) return value;
  return damaged_model(fmt::format("{} is {}", bounds.name, value));
}

Done walk_header(ByteCursor& cursor) {
  PODPROMO_TRY(magic, cursor.number<std::int32_t>());
  if (magic != kGgmlMagic)
    return failure(Fault::bad_request, "this is not a ggml model", "Import a ggml Whisper model or a CTranslate2 one.");
  for (const Bounds& bounds : kHeader) PODPROMO_TRY(number_within(cursor, bounds));
  PODPROMO_TRY(bands, number_within(cursor, {"mel bands", 80, 128}));
  PODPROMO_TRY(bins, number_within(cursor, {"spectrum bins", kSpectrumBins, kSpectrumBins}));
  return cursor.skip(static_cast<std::uint64_t>(bands) * static_cast<std::uint64_t>(bins) * sizeof(float));
}

Done walk_tokens(ByteCursor& cursor) {
  PODPROMO_TRY(count, number_within(cursor, {"number of tokens", 1, kMostTokens}));
  for (std::int32_t i = 0; i < count; ++i) {
    PODPROMO_TRY(length, number_within(cursor, {"length of a token", 0, kLongestToken}));
    PODPROMO_TRY(cursor.skip(static_cast<std::uint64_t>(length)));
  }
  return {};
}

Done walk_tensor(ByteCursor& cursor) {
  PODPROMO_TRY(rank, number_within(cursor, {"rank of a tensor", 1, kMostDims}));
  PODPROMO_TRY(length, number_within(cursor, {"length of a name", 1, kLongestName}));
  PODPROMO_TRY(type, cursor.number<std::int32_t>());
  const auto packing = std::ranges::find(kPackings, type, &Packing::type);
  if (packing == kPackings.end()) return damaged_model(fmt::format("number type {} is unknown", type));
  std::uint64_t numbers = 1;
  for (std::int32_t i = 0; i < rank; ++i) {
    PODPROMO_TRY(dim, number_within(cursor, {"a dimension", 1, 1 << 24}));
    if (i == 0 && static_cast<std::uint64_t>(dim) % packing->numbers != 0)
      return damaged_model("a row doesn't fill its blocks");
    if (__builtin_mul_overflow(numbers, static_cast<std::uint64_t>(dim), &numbers) || numbers > cursor.left() * 8)
      return damaged_model("a tensor is larger than the file");
  }
  PODPROMO_TRY(cursor.skip(static_cast<std::uint64_t>(length)));
  return cursor.skip(numbers / packing->numbers * packing->bytes);
}

}  // namespace

Done check_ggml(const fs::path& file) {
  PODPROMO_TRY(bytes, ByteFile::open(file));
  ByteCursor cursor(bytes);
  PODPROMO_TRY(walk_header(cursor));
  PODPROMO_TRY(walk_tokens(cursor));
  int tensors = 0;
  for (; cursor.left() > 0 && tensors < kMostTensors; ++tensors) PODPROMO_TRY(walk_tensor(cursor));
  if (tensors == 0 || cursor.left() > 0) return damaged_model(fmt::format("it holds {} or more tensors", tensors));
  return {};
}

}  // namespace podpromo
