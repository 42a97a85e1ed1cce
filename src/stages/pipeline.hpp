#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/clip.hpp"
#include "episode/media_facts.hpp"
#include "episode/render.hpp"
#include "episode/sound.hpp"
#include "episode/transcript.hpp"
#include "moments/find_moments.hpp"
#include "speech/listen.hpp"
#include "storage/show_words.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The story of an episode. Each stage reads what earlier ones left and leaves its own artefact.
enum class Stage { probe, extract_audio, transcribe, find_moments, preview, render, publish };

// What a person would call it: "probe", "sound", "words", "moments", "previews", "clips", "finish".
std::string_view stage_label(Stage stage);

// Told what happens, on the thread that works. Fractions are 0…1 of the stage and never fall.
class StageListener {
 public:
  virtual ~StageListener() = default;
  virtual void began(Stage stage, const std::string& note) = 0;
  virtual void advanced(Stage stage, double fraction, const std::string& note) = 0;
  // One of several sound tracks was taken without anybody asking for it: which, and why that one.
  virtual void took_sound(const std::string&) {}
  // A piece of the stage's work is on disk: who stops now loses nothing.
  virtual void kept(Stage) {}
  // `result` is a few words ("7,912 words, English"); `reused` when an earlier run had done it.
  virtual void finished(Stage stage, const std::string& result, bool reused) = 0;
  // A rendered clip is on disk and may be looked at.
  virtual void rendered(const Clip&, const Render&) {}
};

// What is wanted of an episode. Everything here that changes a result is part of the keys of the artefacts.
struct ClipWishes {
  MomentOptions moments;
  std::vector<Format> formats{Format::vertical};
  std::string language;                // "" = find out
  std::optional<int> sound_track;      // which of several, counted from 1; nothing = find out
  std::optional<int> speakers = 0;     // how many people speak: 0 = find out; nothing = don't tell them apart
  std::optional<fs::path> transcript;  // use this instead of listening
  std::string transcript_name;         // what that was called before it was stored here; "" = as it is called now
  bool transcript_is_a_guess = false;  // nobody named it: when it turns out to be another episode's, listen instead
  bool previews = false;
  bool renders = true;
  bool publish = true;    // leave transcript, captions, clips.json and index.html in the folder of clips
  std::string title;      // "" = from tags, else from the file's name
  std::string show;       // "" = from tags, else Ears::default_show
  std::string file_name;  // what the media was called before it was stored here; "" = as it is called now
};

// What an episode is called once its file was looked at: as somebody wished, else as its tags say, else by the name of
// its file, where "interview_with-a-beekeeper.mp3" reads "interview with a beekeeper".
std::string episode_title(const ClipWishes& wishes, const MediaFacts& facts, const fs::path& media);

// How many people speak, as somebody says it: "" to find out, "off" not to tell them apart, or 1 to 20. Fails with
// bad_request.
Result<std::optional<int>> parse_speakers(std::string_view text);

// Where an episode's files lie.
struct EpisodePlaces {
  fs::path media;  // what was uploaded
  fs::path work;   // artefacts, one file a stage
  fs::path clips;  // finished clips with captions
  fs::path previews;
  fs::path corrections = {};  // what people changed in the transcript; "" = nobody can here
};

// What does the listening; references outlive the run.
struct Ears {
  const TranscriberFactory& engine;
  fs::path voice_model;
  fs::path speaker_model;  // empty when it isn't installed: nobody is told apart
  int workers = 0;
  // Names and words that somebody asks to listen for, besides those that the episode itself tells; nothing: for none.
  std::optional<std::vector<std::string>> words = std::vector<std::string>();
  const ShowWords* shows = nullptr;  // what each show is known to say; null: nothing is known
  std::string default_show = {};     // of an episode that says none
};

// The show that an episode belongs to: as somebody wished, else as its tags say, else the ears' own. May be "".
std::string episode_show(const ClipWishes& wishes, const MediaFacts& facts, const Ears& ears);

struct EpisodeResult {
  MediaFacts facts;
  std::string title;
  std::string show;
  Sound sound;
  Transcript transcript;
  Moments moments;
  std::vector<Render> renders;
};

// Runs the stages that are not done yet. Killed at any instant and run again, it does no finished stage twice and
// ends with the same bytes. Fails with the first stage's failure; what earlier stages left stays valid.
Result<EpisodeResult> run_pipeline(const EpisodeId& id, const EpisodePlaces& places, const ClipWishes& wishes,
                                   const Ears& ears, StageListener& listener, std::stop_token stop = {});

}  // namespace podpromo
