// A transcript that somebody gives: SRT, WebVTT, Podcasting JSON, our own or plain text, in any encoding.
#include "speech/subtitles.hpp"

#include "captions/captions.hpp"
#include "episode/json.hpp"
#include "fuzz.hpp"

namespace podpromo {
namespace {

void keep_promises(const Transcript& transcript) {
  double free_from = 0;
  for (const Word& word : transcript.words) {
    promise(word.text.find_first_not_of(" \t\n") != std::string::npos, "a word is one");
    promise(word.start >= free_from, "words come in the order of time and don't overlap");
    promise(word.end >= word.start, "a word ends after it begins");
    promise(word.probability >= 0 && word.probability <= 1, "a probability is one");
    promise(word.speaker < static_cast<int>(transcript.speakers.size()), "a speaker has a name");
    free_from = word.end;
  }
}

// The same bytes under a name that allows plain text.
void keep_promises_as_text(std::string_view text) {
  const auto given = read_given_transcript(text, "fuzz.txt");
  if (!given) return promise(!given.error().reason.empty(), "a refusal says why");
  keep_promises(given->transcript);
  promise(given->transcript.words.size() <= text.size(), "there are no more words than bytes");
  promise(given->timed || given->transcript.estimated_times, "made-up times are called estimated");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  const std::string_view text = text_of(data, size);
  keep_promises_as_text(text);
  const auto transcript = read_transcript(text, "fuzz");
  if (!transcript) {
    promise(!transcript.error().reason.empty(), "a refusal says why");
    return 0;
  }
  keep_promises(*transcript);
  promise(transcript->words.size() <= size, "there are no more words than bytes");
  const auto again = read_transcript(json_text(*transcript), "again");
  promise(again.has_value(), "what we write can be given");
  keep_promises(*again);
  promise(again->words.size() == transcript->words.size(), "and has the same words");
  return 0;
}
