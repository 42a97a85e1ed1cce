#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The places of `sounds`, the likeliest to be the episode first, by what the file says of them: one in `language` (ISO
// 639-1, "" = any), none that only goes with another, the one that players begin with, the first.
std::vector<std::size_t> likeliest_sounds(const std::vector<SoundTrack>& sounds, std::string_view language);

// Makes one of `facts.sounds` the track we listen to.
void take_sound(MediaFacts& facts, std::size_t place);

// Takes track `number`, counted from 1 as people do. Fails with bad_request and the tracks there are when there is no
// such track, or when it can't be decoded.
Done take_sound_numbered(MediaFacts& facts, int number);

// "2 (deu, “Guest”)": its number and what the file says of it.
std::string sound_name(const SoundTrack& sound);

// Writes some pieces of one sound track, a minute in all, spread over its length, one after the other to `wav` (16 kHz
// mono 16-bit). Gives how many seconds that makes: fewer of a track that ends too early. Fails as ffmpeg does.
Result<double> write_excerpts(const fs::path& media, const SoundTrack& sound, const fs::path& wav,
                              const std::stop_token& stop = {});

}  // namespace podpromo
