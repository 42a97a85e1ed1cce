#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"

#include <stop_token>
#include <string>

namespace podpromo {

// What a sound track is chosen by.
struct SoundQuestion {
  const fs::path& media;
  const fs::path& voice_model;  // "" = there is none, and only what the file says counts
  const std::string& language;  // that is asked for, "" = any
  std::stop_token stop = {};
};

// Takes one of `facts.sounds`, which are several: the likeliest by what the file says of them in which somebody speaks,
// heard in a minute of each, about as much as in any other. Only the six likeliest are listened to; sets what was heard
// of each. Fails with cancelled, or with missing_model when the voice model is damaged; a track that can't be decoded
// is one in which nobody speaks.
Done choose_sound(MediaFacts& facts, const SoundQuestion& question);

// "sound track 2 of 3 (“Guest”): nobody speaks in track 1", of facts that have several sounds.
std::string why_this_sound(const MediaFacts& facts, const std::string& language);

}  // namespace podpromo
