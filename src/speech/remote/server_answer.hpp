#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "episode/transcript.hpp"

namespace podpromo {

// What a server heard in a stretch of sound.
struct ServerAnswer {
  std::string language;     // ISO 639-1; empty when the server doesn't say
  std::vector<Word> words;  // seconds from the beginning of the sound, in order, inside it
  bool has_times = false;   // of words or at least of their sentences; else words are spread over the whole sound
  double no_speech = 0;     // probability that nobody speaks, 0…1; 1 when there are no words
  std::optional<double> mean_log_probability;  // absent when the server doesn't say
  bool runs_in_circles = false;
};

// Reads the answer to a question about `sound_s` seconds in `language` ("" = it was to be found out), in any of the
// dialects of OpenAI, speaches, faster-whisper-server, LocalAI, vLLM and whisper.cpp: words on top or in segments,
// whole or in tokens, numbers as text, NaN, fields that are null or missing, broken UTF-8. What is text is kept; times
// that can't be are not believed; segments in which nobody speaks are dropped; never more words than anybody can say.
// Fails with unavailable when it is none of these.
Result<ServerAnswer> read_server_answer(std::string_view body, double sound_s, const std::string& language);

}  // namespace podpromo
