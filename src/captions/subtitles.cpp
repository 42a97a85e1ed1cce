#include "captions/captions.hpp"
#include "captions/grouping.hpp"
#include "captions/text_width.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

// How long a caption may stay after its last word: a breath, so that the eye can finish.
constexpr double kBreathS = 0.5;
// A silence after a sentence that reads as a new thought.
constexpr double kParagraphPauseS = 1.6;

struct Times {
  double start;
  double end;
};

// When each group is on screen: from its first word until a breath after its last, never into the next.
std::vector<Times> times_of(const std::vector<Piece>& pieces, const std::vector<Group>& groups) {
  std::vector<Times> times;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    double start = std::max(0.0, pieces[groups[i].first].start);
    if (!times.empty()) start = std::max(start, times.back().end);
    double end = std::max(start, pieces[groups[i].last - 1].end) + kBreathS;
    if (i + 1 < groups.size()) end = std::max(start, std::min(end, pieces[groups[i + 1].first].start));
    times.push_back({start, end});
  }
  return times;
}

// A transcript as it is read: what is seen together, and when.
struct Captions {
  std::vector<Piece> pieces;
  std::vector<Group> groups;
  std::vector<Times> times;  // of each group
};

Captions captions_of(const Transcript& transcript, std::size_t max_characters = kCaptionColumns) {
  GroupRules rules;
  rules.line_width = static_cast<double>(std::max<std::size_t>(1, max_characters));
  Captions captions{.pieces = pieces_of(transcript), .groups = {}, .times = {}};
  captions.groups = grouped(captions.pieces, rules);
  captions.times = times_of(captions.pieces, captions.groups);
  return captions;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string webvtt_escaped(const std::string& text) {
  return replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

// SubRip has no escapes. Players take "<b>" for markup and "-->" for a time line, so these become look-alikes.
std::string subrip_escaped(const std::string& text) { return replaced(replaced(text, "<", "‹"), ">", "›"); }

std::string clock_time(double seconds, char separator) {
  const auto ms = static_cast<long long>(std::llround(seconds * 1000));
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, separator,
                     ms % 1000);
}

std::string lines_of(const std::vector<Piece>& pieces, const Group& group, std::string (*escaped)(const std::string&)) {
  std::string lines = escaped(text_of(pieces, group.first, group.second_line));
  if (group.second_line < group.last) lines += '\n' + escaped(text_of(pieces, group.second_line, group.last));
  return lines;
}

// Of somebody who speaks alone, a number says nothing.
std::string speaker_name(const Transcript& transcript, int speaker) {
  if (transcript.speakers.size() == 1 && transcript.speakers.front() == "Speaker 1") return {};
  const bool known = speaker >= 0 && static_cast<std::size_t>(speaker) < transcript.speakers.size();
  return known ? one_line(transcript.speakers[static_cast<std::size_t>(speaker)]) : std::string();
}

// What stands between two words of running text.
std::string_view space_between(const Piece& before, const Piece& after, bool new_turn) {
  const bool pause = ends_sentence(before.text) && after.start - before.end >= kParagraphPauseS;
  if (new_turn || pause) return "\n\n";
  return after.glued ? "" : " ";
}

}  // namespace

std::vector<Cue> cues_of(const Transcript& transcript, std::size_t max_characters) {
  const auto [pieces, groups, times] = captions_of(transcript, max_characters);
  std::vector<Cue> cues;
  for (std::size_t i = 0; i < groups.size(); ++i)
    cues.push_back({pieces[groups[i].first].word, pieces[groups[i].last - 1].word + 1, times[i].start, times[i].end});
  return cues;
}

Transcript words_between(const Transcript& transcript, double start_s, double end_s) {
  Transcript part{.language = transcript.language,
                  .source = transcript.source,
                  .estimated_times = transcript.estimated_times,
                  .speakers = transcript.speakers,
                  .words = {},
                  .restored_punctuation = transcript.restored_punctuation};
  for (const Word& word : transcript.words) {
    const double middle = (word.start + word.end) / 2;
    if (middle < start_s || middle >= end_s) continue;
    part.words.push_back(word);
    part.words.back().start = std::max(word.start, start_s) - start_s;
    part.words.back().end = std::min(word.end, end_s) - start_s;
  }
  return part;
}

std::string srt(const Transcript& transcript) {
  const auto [pieces, groups, times] = captions_of(transcript);
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i)
    text += fmt::format("{}\n{} --> {}\n{}\n\n", i + 1, clock_time(times[i].start, ','), clock_time(times[i].end, ','),
                        lines_of(pieces, groups[i], subrip_escaped));
  return text;
}

std::string webvtt(const Transcript& transcript) {
  const auto [pieces, groups, times] = captions_of(transcript);
  std::string text = "WEBVTT\n\n";
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string name = webvtt_escaped(speaker_name(transcript, pieces[groups[i].first].speaker));
    text += fmt::format("{} --> {}\n{}{}\n\n", clock_time(times[i].start, '.'), clock_time(times[i].end, '.'),
                        name.empty() ? name : "<v " + name + ">", lines_of(pieces, groups[i], webvtt_escaped));
  }
  return text;
}

std::string plain_text(const Transcript& transcript) {
  const std::vector<Piece> pieces = pieces_of(transcript);
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool turn = i == 0 || (pieces[i].speaker >= 0 && pieces[i].speaker != pieces[i - 1].speaker);
    if (i > 0) text += space_between(pieces[i - 1], pieces[i], turn);
    const std::string name = turn ? speaker_name(transcript, pieces[i].speaker) : std::string();
    if (!name.empty()) text += name + ": ";
    text += pieces[i].text;
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace podpromo
