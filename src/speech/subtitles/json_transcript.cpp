#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "episode/json.hpp"
#include "speech/subtitles/cues.hpp"
#include "speech/word_times.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

std::unexpected<Error> not_a_transcript(std::string detail = {}) {
  return failure(Fault::bad_request, "the JSON file is no transcript that PodPromo knows",
                 "Give a transcript as SRT, WebVTT or Podcasting 2.0 JSON, or leave it out.", std::move(detail));
}

// A number, or a number written as text, under the first of `names` that is there.
std::optional<double> number_in(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = object.find(name);
    if (found == object.end()) continue;
    if (found->is_number()) return found->get<double>();
    if (!found->is_string()) return std::nullopt;
    const auto& text = found->get_ref<const std::string&>();
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || *end != '\0') return std::nullopt;
    return value;
  }
  return std::nullopt;
}

std::string text_in(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto found = object.find(name); found != object.end() && found->is_string())
      return found->get<std::string>();
  return {};
}

std::optional<SubtitleCue> cue_of(const json& segment) {
  if (!segment.is_object()) return std::nullopt;
  const auto start = number_in(segment, {"startTime", "start"}), end = number_in(segment, {"endTime", "end"});
  if (!start || !end || !(*start >= 0 && *end >= *start && *end <= kLatestCueS)) return std::nullopt;
  return SubtitleCue{*start, *end, text_in(segment, {"body", "text", "word"}), text_in(segment, {"speaker"})};
}

// Words inside a segment are better than the segment, when all of them have times.
bool add_words(const json& segment, std::vector<SubtitleCue>& cues) {
  const auto words = segment.find("words");
  if (words == segment.end() || !words->is_array() || words->empty()) return false;
  std::vector<SubtitleCue> found;
  for (const json& word : *words) {
    auto cue = cue_of(word);
    if (!cue) return false;
    if (cue->speaker.empty()) cue->speaker = text_in(segment, {"speaker"});
    found.push_back(std::move(*cue));
  }
  cues.insert(cues.end(), found.begin(), found.end());
  return true;
}

CueList cues_of(const json& segments) {
  CueList list;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].is_object() && add_words(segments[i], list.cues)) continue;
    if (auto cue = cue_of(segments[i]))
      list.cues.push_back(std::move(*cue));
    else if (++list.unreadable == 1)
      list.first_unreadable_line = i + 1;
  }
  return list;
}

// One name is one speaker, as in every other format: names are corrected by what they were.
void join_namesakes(Transcript& transcript) {
  std::map<std::string, int> places;
  std::vector<int> place_of;
  std::vector<std::string> speakers;
  for (const std::string& name : transcript.speakers) {
    const auto [place, is_new] = places.try_emplace(name, static_cast<int>(speakers.size()));
    if (is_new) speakers.push_back(name);
    place_of.push_back(place->second);
  }
  for (Word& word : transcript.words)
    if (word.speaker >= 0) word.speaker = place_of[static_cast<std::size_t>(word.speaker)];
  transcript.speakers = std::move(speakers);
}

// Holds a transcript that a person may have edited to the promises of Transcript.
Result<Transcript> own_transcript(const json& whole) {
  auto transcript = whole.get<Transcript>();
  const auto speaker_count = static_cast<int>(transcript.speakers.size());
  for (Word& word : transcript.words) {
    if (!(word.start >= 0 && word.end >= word.start && word.end <= kLatestCueS)) return not_a_transcript("word times");
    if (word.speaker >= speaker_count) word.speaker = -1;
    word.probability = std::clamp(word.probability, 0.0, 1.0);
  }
  join_namesakes(transcript);
  std::erase_if(transcript.fillers, [](const Filler& filler) { return filler.start < 0 || filler.end < filler.start; });
  std::erase_if(transcript.words,
                [](const Word& word) { return word.text.find_first_not_of(" \t\n") == std::string::npos; });
  std::stable_sort(transcript.words.begin(), transcript.words.end(),
                   [](const Word& a, const Word& b) { return a.start < b.start; });
  for (std::size_t i = 0; i + 1 < transcript.words.size(); ++i)
    transcript.words[i].end = std::min(transcript.words[i].end, transcript.words[i + 1].start);
  return transcript;
}

}  // namespace

Result<Transcript> read_json_transcript(std::string_view text, std::string_view source_name) {
  try {
    const json whole = json::parse(text);
    if (!whole.is_object()) return not_a_transcript();
    const bool ours = whole.contains("words") && whole.contains("estimated_times");
    if (ours) return own_transcript(whole);
    for (const char* name : {"segments", "words"})
      if (const auto list = whole.find(name); list != whole.end() && list->is_array() && !list->empty()) {
        PODPROMO_TRY(transcript, transcript_from_cues(cues_of(*list), source_name));
        transcript.language = text_in(whole, {"language"});
        if (transcript.language.size() > 3) transcript.language.clear();  // "english" is no code
        return transcript;
      }
    return not_a_transcript();
  } catch (const json::exception& trouble) {
    return not_a_transcript(trouble.what());
  }
}

}  // namespace podpromo
