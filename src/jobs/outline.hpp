#pragma once

#include "episode/clip.hpp"
#include "episode/media_facts.hpp"
#include "episode/sound.hpp"
#include "episode/transcript.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace podpromo {

// What the stages found about an episode, short enough for a list of episodes: the JSON kept as Episode::outline.
// Fields appear as the stages finish: kind, has_cover, duration_s, loudness_lufs, language, word_count, candidates,
// ads_left_out, clip_count, and "results", a few words per stage.
class Outline {
 public:
  explicit Outline(nlohmann::json json) : json_(json.is_object() ? std::move(json) : nlohmann::json::object()) {}

  void add(const MediaFacts& facts);
  void add(const Sound& sound);
  void add(const Transcript& transcript);
  void add(const Moments& moments);
  void add_result(std::string_view shown_stage, const std::string& result);
  const nlohmann::json& json() const { return json_; }

 private:
  nlohmann::json json_;
};

}  // namespace podpromo
