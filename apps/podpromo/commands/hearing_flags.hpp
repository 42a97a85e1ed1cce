#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "studio/settings.hpp"

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

}  // namespace podpromo
