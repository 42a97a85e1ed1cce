#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"
#include "episode/sound.hpp"

#include <functional>
#include <stop_token>

namespace podpromo {

// Decodes the whole sound track once. On success `wav` holds it, durably, as 16 kHz mono 16-bit PCM whose time
// line is the media's own (gaps filled), and the result says how long and how loud it is and where its peaks lie.
// `heard` is called with the seconds decoded so far. Opposite-phase stereo is taken from one channel.
// Fails with unreadable_media when not one sample can be decoded, too_large over 24 hours, no_space, cancelled,
// timed_out (slower than the sound plays); a file that ends too early gives what it has, with `cut_short` set.
Result<Sound> extract_sound(const fs::path& media, const MediaFacts& facts, const fs::path& wav,
                            const std::function<void(double)>& heard = {}, std::stop_token stop = {});

}  // namespace podpromo
