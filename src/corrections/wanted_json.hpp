#pragma once

#include "corrections/corrections.hpp"

#include <string_view>

namespace podpromo {

// A transcript as somebody sends it: {"words": [{"w": "Bees", "speaker": 0}, …], "speakers": ["Anna"]}. What else is in
// it is left alone, so that the JSON of a GET can be changed and sent back. Without "words" or "speakers" those of
// `now` stay. Fails with bad_request, also when both are missing.
Result<WantedTranscript> parse_wanted(std::string_view body, const Transcript& now);

}  // namespace podpromo
