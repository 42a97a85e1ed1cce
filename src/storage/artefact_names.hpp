#pragma once

#include <string_view>

namespace podpromo {

// The artefacts that hold for a whole episode, by the names the stages save them under.
inline constexpr std::string_view kProbeArtefact = "10_probe";        // MediaFacts
inline constexpr std::string_view kSoundArtefact = "20_sound";        // Sound
inline constexpr std::string_view kExpectedArtefact = "25_expected";  // list of names and words listened for
inline constexpr std::string_view kWordsArtefact = "30_words";        // Transcript
inline constexpr std::string_view kMomentsArtefact = "40_moments";    // Moments

}  // namespace podpromo
