#include "speech/subtitles.hpp"

#include "speech/subtitles/cues.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargest = std::size_t{64} << 20;  // a day of talk as word-level JSON is a tenth of it

std::string_view without_leading_space(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\n");
  return from == std::string_view::npos ? std::string_view() : text.substr(from);
}

}  // namespace

Result<GivenTranscript> read_given_transcript(std::string_view text, std::string_view source_name) {
  const std::string plain = text.size() > kLargest ? std::string() : as_plain_utf8(text);
  const std::string_view content = without_leading_space(plain);
  const bool is_plain = lower_case(source_name).ends_with(".txt") && !content.empty() && content[0] != '{' &&
                        !looks_like_timed_text(content);
  GivenTranscript given;
  if (is_plain) {
    PODPROMO_TRY(transcript, transcript_from_cues(read_plain_transcript(content, given.timed), source_name));
    given.transcript = std::move(transcript);
    given.transcript.estimated_times = true;
    return given;
  }
  PODPROMO_TRY(transcript, read_transcript(text, source_name));
  given.transcript = std::move(transcript);
  return given;
}

Result<Transcript> read_transcript(std::string_view text, std::string_view source_name) {
  if (text.size() > kLargest)
    return failure(Fault::too_large, "the transcript is larger than 64 MB", "Give a plain SRT or WebVTT file.");
  const std::string plain = as_plain_utf8(text);
  const std::string_view content = without_leading_space(plain);
  if (content.empty())
    return failure(Fault::bad_request, "the transcript is empty", "Give a transcript with words, or leave it out.");
  if (content[0] == '{' || content[0] == '[') return read_json_transcript(content, source_name);
  if (looks_like_timed_text(content)) return transcript_from_cues(read_timed_text(plain), source_name);
  return failure(Fault::bad_request, "the file is no transcript that PodPromo knows",
                 "Give a transcript as SRT, WebVTT, Podcasting 2.0 JSON or plain text (.txt), or leave it out.");
}

}  // namespace podpromo
