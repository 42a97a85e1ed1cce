#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"
#include "speech/speakers/speaker_turns.hpp"
#include "speech/transcriber.hpp"
#include "speech/voice.hpp"

namespace podpromo {

// Everything that a listening has found out so far.
struct Findings {
  std::optional<std::vector<VoiceSpan>> voice;    // absent until the whole sound was searched
  std::optional<std::vector<SpeakerTurn>> turns;  // absent until voices were told apart; also when nobody asked
  std::map<std::size_t, ChunkWords> chunks;       // by number; one without words is a finding too
};

// The log of a listening: line one names format version and key, every further line one finding as JSON. Each line is
// on disk before it counts. A line that a crash cut short is no finding; losing the file costs work but never truth.
class Journal {
 public:
  // Opens `file` for going on when it was made for `key`, and starts it anew otherwise.
  // Fails with denied or no_space.
  static Result<Journal> open(const fs::path& file, const std::string& key);

  const Findings& findings() const { return findings_; }
  Done add_voice(std::vector<VoiceSpan> voice);
  Done add_turns(std::vector<SpeakerTurn> turns);
  // All of them with one wait for the disk; a crash may leave the first ones only.
  Done add_chunks(std::map<std::size_t, ChunkWords> chunks);

 private:
  Journal(FileDescriptor file, Findings findings) : file_(std::move(file)), findings_(std::move(findings)) {}
  Done append(const std::string& lines);
  FileDescriptor file_;
  Findings findings_;
};

// What the journal `file` holds, for those who only look; nothing when there is none or it is of another version.
Findings read_findings(const fs::path& file);

}  // namespace podpromo
