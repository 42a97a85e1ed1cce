#pragma once

#include "stages/pipeline.hpp"
#include "stages/stage_keys.hpp"
#include "storage/artefacts.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace podpromo {

// What every stage of one run shares. References outlive the run.
struct StageRun {
  const EpisodeId& id;
  const EpisodePlaces& places;
  const ClipWishes& wishes;
  const Ears& ears;
  const Artefacts& artefacts;
  const std::string& media_sha256;
  StageKeys keys;
  StageListener& listener;
  std::stop_token stop;
  std::vector<std::string> expected = {};  // names and words to listen for
};

// Settles which names and words the episode is listened for, and with them the keys of all that depends on words:
// those that were asked for, those that its show is known to say, and those that its tags and title name. An episode
// that is heard, or begun to be, keeps what it was listened for, unless somebody asks for a word that was not among it,
// or for none at all.
Done settle_expected(StageRun& run, const MediaFacts& facts);

// Makes the sound track that the probe took part of the keys of what is made of it.
Done settle_sound(StageRun& run, const MediaFacts& facts);

// The stages, in the order of the story. Each returns at once when its artefact is there, else does the work, leaves
// the artefact and returns it; it tells the listener either way.
Result<MediaFacts> probe_stage(const StageRun& run);
Result<Sound> extract_audio_stage(const StageRun& run, const MediaFacts& facts);
Result<Transcript> transcribe_stage(const StageRun& run, const Sound& sound);
Result<Moments> find_moments_stage(const StageRun& run, const Transcript& transcript, const Sound& sound);
// Brings what people corrected into the transcript and into the clips that say it; `file` may be "" or not there.
// Moments are found in what was heard, so a corrected word moves no clip: only what a clip says changes, and its title
// with it. Fails with internal when the file is damaged.
Done apply_corrections(const fs::path& file, EpisodeResult& so_far);
Done preview_stage(const StageRun& run, const EpisodeResult& so_far);
Result<std::vector<Render>> render_stage(const StageRun& run, const EpisodeResult& so_far);
// Leaves what people and programs read: transcript.{json,srt,vtt,txt}, captions beside each clip, index.html, and
// clips.json last, whose presence therefore means "finished".
Done publish_stage(const StageRun& run, const EpisodeResult& result);

// Where the extracted sound lies.
fs::path sound_file(const EpisodePlaces& places);
// Where listening keeps its finished chunks.
fs::path words_journal(const EpisodePlaces& places);

}  // namespace podpromo
