#include "jobs/outline.hpp"

#include <cmath>

namespace podpromo {

void Outline::add(const MediaFacts& facts) {
  json_["kind"] = facts.picture ? "video" : "audio";
  json_["has_cover"] = facts.has_cover;
}

void Outline::add(const Sound& sound) {
  json_["duration_s"] = std::round(sound.duration_s * 1000) / 1000;
  if (sound.loudness_lufs) json_["loudness_lufs"] = std::round(*sound.loudness_lufs * 10) / 10;
}

void Outline::add(const Transcript& transcript) {
  if (!transcript.language.empty()) json_["language"] = transcript.language;
  json_["word_count"] = transcript.words.size();
}

void Outline::add(const Moments& moments) {
  json_["candidates"] = moments.candidates;
  json_["ads_left_out"] = moments.ads.size();
  json_["clip_count"] = moments.clips.size();
}

void Outline::add_result(std::string_view shown_stage, const std::string& result) {
  if (!result.empty()) json_["results"][std::string(shown_stage)] = result;
}

}  // namespace podpromo
