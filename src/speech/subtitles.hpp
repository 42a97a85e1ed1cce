#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <string_view>

namespace podpromo {

// Reads a transcript somebody made already: our own transcript.json, Podcasting 2.0 JSON, SRT or WebVTT, told by
// content, not by name. Captions longer than a word give estimated word times. Fails with bad_request and the line.
Result<Transcript> read_transcript(std::string_view text, std::string_view source_name);

// A transcript as somebody gives it for an episode.
struct GivenTranscript {
  Transcript transcript;
  bool timed = true;  // false when the file has no times: the words' are made up then, and only their order counts
};

// What read_transcript() reads; and when `source_name` ends in .txt plain text too: with a speaker's name and a colon
// before what they say or not, and with times like [00:01:02] or without. Fails with bad_request, or too_large.
Result<GivenTranscript> read_given_transcript(std::string_view text, std::string_view source_name);

}  // namespace podpromo
