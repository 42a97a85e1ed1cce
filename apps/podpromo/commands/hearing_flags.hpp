#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "stages/pipeline.hpp"
#include "studio/settings.hpp"
#include "studio/studio.hpp"

namespace podpromo {

// Flags of a command that listens, which go before the settings of the same names.
struct HearingFlags {
  std::string model;
  std::string speech_url;
  std::string speech_model;
  int workers = -1;
  int beam = 0;
  std::string words;

  // `settings` with what was given.
  Settings over(Settings settings) const;
};

// Adds them to a command or a group of its options; `flags` outlives it.
void add_hearing_flags(CLI::App& command, HearingFlags& flags);
// The same for the language of an episode; its letters become small.
void add_language_flag(CLI::App& command, std::string& language);
// Gives the language that was asked for the name which the engine has for it. Fails with bad_request, before anything
// is heard, when the engine doesn't know it.
Done name_language(ClipWishes& wishes, const Hearing& hearing);
// The same as add_hearing_flags() for the sound track of a file with several, counted from 1; 0 stays where it isn't
// given.
void add_sound_track_flag(CLI::App& command, int& sound_track);
// The same for the show of an episode.
void add_show_flag(CLI::App& command, std::string& show);

// Keeps the words that were asked for as words of the episode's show, if it has one: its next episode is listened to
// with them too.
Done remember_words(const Ears& ears, const ClipWishes& wishes, const MediaFacts& facts);

}  // namespace podpromo
