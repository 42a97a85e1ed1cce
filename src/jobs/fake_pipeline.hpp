#pragma once

#include "episode/json.hpp"
#include "jobs/workshop.hpp"
#include "stages/stage_run.hpp"
#include "storage/artefact_names.hpp"
#include "storage/artefacts.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace podpromo {

// Goes through the stages in an instant and leaves what real ones leave: a minute of sound, two words, two clips. A
// stage whose artefact is there is kept, as in the real pipeline. `before` is called at the beginning of each stage
// that isn't kept; what it fails with, the stage fails with.
class FakePipeline {
 public:
  std::function<Done(Stage, StageListener&, const std::stop_token&)> before = {};
  std::atomic<int> stages_done = 0;  // without those that were kept

  Pipeline bound() {
    return [this](const EpisodeId& id, const EpisodePlaces& places, const ClipWishes& wishes, StageListener& listener,
                  const std::stop_token& stop) {
      places_ = &places;
      listener_ = &listener;
      stop_ = stop;
      return run(id, wishes);
    };
  }

 private:
  // One stage that leaves `value` under `name`.
  template <typename T>
  Result<T> stage(Stage stage, std::string_view name, const T& value, const std::string& result) {
    listener_->began(stage, "At work");
    const Artefacts artefacts(places_->work);
    if (auto kept = artefacts.load<T>(name, "key")) {
      listener_->finished(stage, result, true);
      return *std::move(kept);
    }
    PODPROMO_TRY(begin(stage));
    PODPROMO_TRY(artefacts.keep(name, "key", value));
    ++stages_done;
    listener_->finished(stage, result, false);
    return value;
  }

  Done begin(Stage stage) {
    if (stop_.stop_requested()) return failure(Fault::cancelled, "stopped");
    return before ? before(stage, *listener_, stop_) : Done{};
  }

  Result<EpisodeResult> run(const EpisodeId& id, const ClipWishes& wishes) {
    EpisodeResult result;
    PODPROMO_TRY(facts, stage(Stage::probe, kProbeArtefact, with_tags(), "1:00, audio"));
    result.title = episode_title(wishes, facts, places_->media);
    result.show = facts.show;
    PODPROMO_TRY(sound, stage(Stage::extract_audio, kSoundArtefact, a_minute(), "1:00 at -19.3 LUFS"));
    PODPROMO_TRY(words, stage(Stage::transcribe, kWordsArtefact, two_words(), "2 words, en"));
    PODPROMO_TRY(moments, stage(Stage::find_moments, kMomentsArtefact, two_clips(id), "2 chosen of 7"));
    result.facts = facts;
    result.sound = sound;
    result.transcript = words;
    result.moments = moments;
    PODPROMO_TRY(apply_corrections(places_->corrections, result));
    listener_->began(Stage::render, "Making clips");
    PODPROMO_TRY(begin(Stage::render));
    listener_->finished(Stage::render, "2 clips", false);
    listener_->began(Stage::publish, "Finishing");
    PODPROMO_TRY(begin(Stage::publish));
    PODPROMO_TRY(publish(result));
    listener_->finished(Stage::publish, "", false);
    return result;
  }

  static MediaFacts with_tags() {
    MediaFacts facts;
    facts.title = "From the tags";
    facts.show = "A show";
    return facts;
  }

  static Sound a_minute() {
    Sound sound;
    sound.duration_s = 60;
    sound.loudness_lufs = -19.3;
    return sound;
  }

  static Transcript two_words() {
    Transcript transcript;
    transcript.language = "en";
    transcript.words = {{"Hello", 1, 2}, {"bees.", 2, 3}};
    return transcript;
  }

  static Moments two_clips(const EpisodeId& id) {
    Moments moments;
    moments.candidates = 7;
    for (const double start : {1.0, 30.0}) {
      Clip clip;
      clip.id = ClipId::of_span(id, start, start + 20);
      clip.start = start;
      clip.end = start + 20;
      clip.title = "Clip at " + std::to_string(static_cast<int>(start));
      moments.clips.push_back(clip);
    }
    return moments;
  }

  Done publish(const EpisodeResult& result) const {
    nlohmann::json list{{"clips", nlohmann::json::array()}, {"no_clips_reason", ""}};
    for (const Clip& clip : result.moments.clips) {
      nlohmann::json one = clip;
      one["rank"] = list["clips"].size() + 1;
      one["captions"] = {{"srt", "a.srt"}, {"vtt", "a.vtt"}};
      one["renders"] = nlohmann::json::array();
      list["clips"].push_back(one);
    }
    for (const char* captions : {"a.srt", "a.vtt"}) PODPROMO_TRY(write_durably(places_->clips / captions, ""));
    PODPROMO_TRY(write_durably(places_->clips / "transcript.json", json_text(result.transcript)));
    return write_durably(places_->clips / "clips.json", json_text(list));
  }

  const EpisodePlaces* places_ = nullptr;
  StageListener* listener_ = nullptr;
  std::stop_token stop_;
};

}  // namespace podpromo
