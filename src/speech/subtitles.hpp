#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <string_view>

namespace podpromo {

// Reads a transcript somebody made already: our own transcript.json, Podcasting 2.0 JSON, SRT or WebVTT, told by
// content, not by name. Captions longer than a word give estimated word times. Fails with bad_request and the line.
Result<Transcript> read_transcript(std::string_view text, std::string_view source_name);

}  // namespace podpromo
