#pragma once

#include "http/front.hpp"
#include "http/message.hpp"
#include "stages/transcript_forms.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// What is said in an episode, as far as it is known, and a name for exactly that.
struct TranscriptState {
  Episode episode;
  WordsView words;
  std::string version;  // 16 hex digits; the same as long as no word, time or name changes
};

// Fails with not_found for an unknown episode, and when nothing was heard of it yet.
Result<TranscriptState> transcript_state(const EpisodeId& id, const Front& front);

// True when one of the tags of an If-Match list stands for this version, in whatever form it was got; packed answers
// make their tags weak, which changes nothing here.
bool is_version_listed(std::string_view list, std::string_view version);

// A 200 with the whole transcript. Its ETag begins with the version and tells the bytes of every form apart. Fails with
// conflict when `form` needs the whole transcript and it isn't there yet.
Result<Response> transcript_answer(const TranscriptState& state, TranscriptForm form, const Front& front);

}  // namespace podpromo
