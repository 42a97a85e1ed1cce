#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "episode/transcript.hpp"

namespace podpromo {

// Nobody records longer than a thousand hours; seconds.
inline constexpr double kLatestCueS = 1000.0 * 3600;

// A caption: something that is said between two seconds.
struct SubtitleCue {
  double start = 0;
  double end = 0;
  std::string text;     // without markup; white space between words
  std::string speaker;  // empty when the file doesn't say
};

// What a reader of captions found. Readers go on after a caption they can't read, and remember the first.
struct CueList {
  std::vector<SubtitleCue> cues;
  std::size_t unreadable = 0;
  std::size_t first_unreadable_line = 0;  // counted from 1
};

// A transcript with the words of `list`, spread over their captions by length; captions may overlap or come in any
// order. `source_name` becomes the transcript's source. Fails with bad_request when there is no caption with words in
// it, or when more than a tenth of them can't be read, naming the line.
Result<Transcript> transcript_from_cues(CueList list, std::string_view source_name);

// SubRip and WebVTT, which differ in little: a line with "-->" and the text up to the next empty line. Tags are taken
// out, entities resolved, <v Name> gives the speaker, NOTE, STYLE and REGION blocks are left out.
// SubRip: https://www.matroska.org/technical/subtitles.html#srt-subtitles. WebVTT: https://www.w3.org/TR/webvtt1/.
CueList read_timed_text(std::string_view text);
// "00:01:02,5", "1:02.500", "01:02:03.250" in seconds; negative when it is none of these.
double read_cue_time(std::string_view text);
// True when a line of `text` may be the timing line of a caption.
bool looks_like_timed_text(std::string_view text);

// Plain text: a paragraph a line, or lines with empty ones between. A time at the beginning or the end of a line, in
// brackets or not ("[00:01:02]", "(1:02)", "0:01:02 "), is when the line begins; a line with a time and a name, or a
// name and a colon ("Anna Bell 1:02", "Anna:"), names who says the next. Lines without times share the time between
// their neighbours' by length; when fewer than two lines have one, `timed` becomes false and all times are made up.
CueList read_plain_transcript(std::string_view text, bool& timed);

// Our own transcript.json; Podcasting 2.0 (https://github.com/Podcastindex-org/podcast-namespace,
// transcripts/transcripts.md) with segments of startTime, endTime, body and speaker; and the segments and words that
// Whisper tools write.
Result<Transcript> read_json_transcript(std::string_view text, std::string_view source_name);

// `text` as UTF-8 with line feeds only and without a byte order mark, whatever of UTF-8, UTF-16 and Windows-1252 it
// came in. What is neither stays as replacement characters.
std::string as_plain_utf8(std::string_view text);

}  // namespace podpromo
