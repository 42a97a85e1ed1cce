#pragma once

#include "stages/pipeline.hpp"

#include <string>

namespace podpromo {

// What each stage's result depends on, as keys of its artefact: its own version and the keys of what it reads.
// A version here is raised in the same change that changes what the stage makes.
struct StageKeys {
  std::string media;  // what clips are cut from: the file, and which of its sound tracks
  std::string probe;
  std::string sound;
  std::string words;
  std::string moments;
};

// As if no names or words were listened for. Fails when the transcript that was given can't be read.
Result<StageKeys> stage_keys(const std::string& media_sha256, const ClipWishes& wishes, const Ears& ears);

// Makes the sound track in use part of the keys. Most files have one only, and keys of their own are for the others.
Done add_sound_track(StageKeys& keys, int track, const ClipWishes& wishes, const Ears& ears);

// Makes `expected`, if there is any, part of the keys of what depends on words.
void add_expected(StageKeys& keys, const std::vector<std::string>& expected, const ClipWishes& wishes);

// For what is made of one clip: `what` names the step and its version. Where in the transcript its words stand is no
// part of it, because a correction elsewhere moves them.
std::string clip_key(const std::string& media_sha256, const Clip& clip, std::initializer_list<std::string_view> what);

}  // namespace podpromo
