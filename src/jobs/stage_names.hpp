#pragma once

#include "stages/pipeline.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The stage in progress answers: processing, transcribing, scoring, generating, finalizing.
std::string_view progress_stage(Stage stage);
// The stage as people see it in an episode: sound, words, moments, previews, clips. Looking at the file counts as
// sound, finishing as clips.
std::string_view shown_stage(Stage stage);
// The reverse, for a progress answer that stopped there; "sound" for any other name.
std::string_view shown_stage_at(std::string_view progress_stage, int percent, const ClipWishes& wishes);
// Those an episode with these wishes goes through, in order.
std::vector<std::string> shown_stages(const ClipWishes& wishes);

// The part of "generating" that previews take when clips are rendered too, 0…1.
double share_of_previews(const ClipWishes& wishes);

}  // namespace podpromo
