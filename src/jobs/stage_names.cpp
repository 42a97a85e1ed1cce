#include "jobs/stage_names.hpp"

#include "progress/bands.hpp"

namespace podpromo {

std::string_view progress_stage(Stage stage) {
  switch (stage) {
    case Stage::probe:
    case Stage::extract_audio: return "processing";
    case Stage::transcribe: return "transcribing";
    case Stage::find_moments: return "scoring";
    case Stage::preview:
    case Stage::render: return "generating";
    case Stage::publish: return "finalizing";
  }
  return {};
}

std::string_view shown_stage(Stage stage) {
  switch (stage) {
    case Stage::probe:
    case Stage::extract_audio: return "sound";
    case Stage::transcribe: return "words";
    case Stage::find_moments: return "moments";
    case Stage::preview: return "previews";
    case Stage::render:
    case Stage::publish: return "clips";
  }
  return {};
}

std::vector<std::string> shown_stages(const ClipWishes& wishes) {
  std::vector<std::string> stages{"sound", "words", "moments"};
  if (wishes.previews) stages.emplace_back("previews");
  if (wishes.renders) stages.emplace_back("clips");
  return stages;
}

std::string_view shown_stage_at(std::string_view progress_stage, int percent, const ClipWishes& wishes) {
  if (progress_stage == "transcribing") return "words";
  if (progress_stage == "scoring") return "moments";
  if (progress_stage == "finalizing") return "clips";
  if (progress_stage != "generating") return "sound";
  return fraction_at("generating", percent) < share_of_previews(wishes) ? "previews" : "clips";
}

double share_of_previews(const ClipWishes& wishes) {
  if (!wishes.previews) return 0;
  return wishes.renders ? 0.15 : 1;
}

}  // namespace podpromo
