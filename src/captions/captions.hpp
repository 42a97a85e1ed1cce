#pragma once

#include "episode/render.hpp"
#include "episode/transcript.hpp"

#include <string>
#include <vector>

namespace podpromo {

// A caption as read at once: words [first, last) shown over [start, end) seconds.
struct Cue {
  std::size_t first = 0;
  std::size_t last = 0;
  double start = 0;
  double end = 0;
};

// How long a line of subtitles may be, in reading columns.
inline constexpr std::size_t kCaptionColumns = 38;

// Groups words into cues of at most `max_characters` a line and two lines, broken at sentences, clauses and pauses;
// cues never overlap and no cue outlives its words by more than a breath.
std::vector<Cue> cues_of(const Transcript& transcript, std::size_t max_characters = kCaptionColumns);

// The words of [start_s, end_s) with times from the beginning of the span, cut to it; without fillers.
Transcript words_between(const Transcript& transcript, double start_s, double end_s);

// SubRip and WebVTT (W3C) of the whole transcript.
std::string srt(const Transcript& transcript);
std::string webvtt(const Transcript& transcript);
// Plain text, a paragraph a speaker turn or long pause, with no times.
std::string plain_text(const Transcript& transcript);

// The JSON of Podcasting 2.0, version 1.0.0: a segment a word, so that players can follow the voice.
std::string podcast_json(const Transcript& transcript);

// Advanced SubStation Alpha for burning in: a few large words at a time, the one being said highlighted, kept inside
// the safe zone of `format`. `words` have times relative to the clip.
std::string karaoke_ass(const Transcript& words, Format format);

}  // namespace podpromo
