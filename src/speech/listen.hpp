#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"
#include "speech/speakers/speaker_turns.hpp"
#include "speech/transcriber.hpp"
#include "speech/voice.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace podpromo {

// How an episode is listened to.
struct ListenOptions {
  std::string language;     // "" = find out from the first chunks
  int workers = 0;          // 0 = one per core
  fs::path voice_model;     // Silero weights in ggml form
  bool align_words = true;  // forced alignment where we can (English)
  fs::path speaker_model;   // what tells voices apart; empty = nobody is told apart
  int speakers = 0;         // how many people speak; 0 = find out
  // What was found in the same sound before, with the same models; what is absent is looked for.
  std::optional<std::vector<VoiceSpan>> voice{};
  std::optional<std::vector<SpeakerTurn>> turns{};
  std::vector<std::string> expected = {};  // names and words to listen for, where the engine can
};

// Seconds of speech heard of all the speech there is, and the words so far, for those who watch.
struct Heard {
  double heard_s = 0;
  double speech_s = 0;
  std::size_t chunks_done = 0;
  std::size_t chunks = 0;
};

// Hears a 16 kHz wav: voice activity → who speaks → chunks packed in pauses → words, over workers, as many chunks
// together as the engine likes. Each finished group of chunks is appended to `journal` and synced before it is counted,
// so a later call with the same journal, sound and options goes on where the last one ended; the transcript is the same
// bytes whatever the workers and restarts. A journal made for another `key` is started anew. Silence gives a transcript
// without words, no error. Fails with cancelled, no_space, missing_model.
Result<Transcript> listen(const fs::path& wav, const TranscriberFactory& engine, const ListenOptions& options,
                          const fs::path& journal, const std::string& key,
                          const std::function<void(const Heard&)>& heard = {}, std::stop_token stop = {});

// The words a journal holds so far, in order, for a first look while the rest is heard; empty when there is none.
Transcript heard_so_far(const fs::path& journal);

}  // namespace podpromo
