#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "speech/subtitles/cues.hpp"
#include "speech/word_times.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestName = 30;

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  constexpr std::string_view kSpace = " \t\n\f\v";
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
  return words;
}

// "Michael" in "Michael: Hello": up to three capitalised words and a colon at the beginning of a caption. All but the
// first may be numbers, as in "Speaker 1".
std::string label_of(const SubtitleCue& cue) {
  const std::size_t colon = cue.text.find(':');
  if (colon > kLongestName || colon + 1 >= cue.text.size()) return {};
  if (cue.text[colon + 1] != ' ' && cue.text[colon + 1] != '\n') return {};
  std::string label = cue.text.substr(0, colon);
  const auto words = split_words(label);
  const auto capitalised = [](const std::string& word) {
    return (is_ascii_letter(word[0]) && word[0] <= 'Z') || (static_cast<unsigned char>(word[0]) & 0x80) != 0;
  };
  const auto fits = [&](const std::string& word) { return capitalised(word) || is_ascii_digit(word[0]); };
  if (words.empty() || words.size() > 3 || !capitalised(words[0]) || !std::ranges::all_of(words, fits)) return {};
  return label;
}

// What "Speaker 1" and "Speaker 2" have in common.
std::string kind_of(const std::string& label) { return label.substr(0, label.find_last_not_of("0123456789") + 1); }

// Captions without speakers often name them in the text, when they change. A label that comes once may be a title.
void take_labels(std::vector<SubtitleCue>& cues) {
  if (std::any_of(cues.begin(), cues.end(), [](const SubtitleCue& cue) { return !cue.speaker.empty(); })) return;
  std::map<std::string, int> times;
  for (const SubtitleCue& cue : cues) ++times[kind_of(label_of(cue))];
  std::string speaking;
  for (SubtitleCue& cue : cues) {
    const std::string label = label_of(cue);
    if (!label.empty() && times[kind_of(label)] > 1) {
      cue.text.erase(0, label.size() + 1);
      speaking = label;
    }
    cue.speaker = speaking;
  }
}

// Numbers speakers in the order in which they first speak.
class SpeakerNumbers {
 public:
  int of(const std::string& name) {
    if (name.empty()) return -1;
    const auto [known, is_new] = numbers_.try_emplace(name, static_cast<int>(names_.size()));
    if (is_new) names_.push_back(name);
    return known->second;
  }
  std::vector<std::string> take_names() { return std::move(names_); }

 private:
  std::map<std::string, int> numbers_;
  std::vector<std::string> names_;
};

std::vector<Word> words_of(const SubtitleCue& cue, int speaker) {
  std::vector<Word> words;
  for (std::string& text : split_words(cue.text)) {
    Word word;
    word.text = std::move(text);
    word.speaker = speaker;
    words.push_back(std::move(word));
  }
  for (Word& word : words) word.estimated = words.size() > 1;
  spread_over_voice(words, {}, {cue.start, cue.end});
  return words;
}

void make_room(std::vector<SubtitleCue>& cues) {
  std::stable_sort(cues.begin(), cues.end(),
                   [](const SubtitleCue& a, const SubtitleCue& b) { return a.start < b.start; });
  for (std::size_t i = 0; i + 1 < cues.size(); ++i)
    if (cues[i + 1].start > cues[i].start) cues[i].end = std::min(cues[i].end, cues[i + 1].start);
}

std::unexpected<Error> no_transcript(const CueList& list) {
  const std::string remedy = "Give a transcript as SRT, WebVTT or Podcasting 2.0 JSON, or leave it out.";
  if (list.unreadable == 0) return failure(Fault::bad_request, "the transcript has no words", remedy);
  return failure(Fault::bad_request,
                 fmt::format("the time in line {} of the transcript can't be read", list.first_unreadable_line),
                 remedy);
}

}  // namespace

Result<Transcript> transcript_from_cues(CueList list, std::string_view source_name) {
  const std::size_t read = list.cues.size();
  std::erase_if(list.cues, [](const SubtitleCue& cue) { return split_words(cue.text).empty(); });
  if (list.cues.empty() || list.unreadable * 10 > read) return no_transcript(list);
  make_room(list.cues);
  take_labels(list.cues);
  Transcript transcript;
  transcript.source = source_name;
  SpeakerNumbers speakers;
  for (const SubtitleCue& cue : list.cues) {
    const auto words = words_of(cue, speakers.of(cue.speaker));
    transcript.estimated_times = transcript.estimated_times || words.size() > 1;
    transcript.words.insert(transcript.words.end(), words.begin(), words.end());
  }
  transcript.speakers = speakers.take_names();
  double last = 0;
  for (const SubtitleCue& cue : list.cues) last = std::max(last, cue.end);
  settle_times(transcript.words, {list.cues.front().start,
                                  std::max(last, list.cues.front().start +
                                                     kShortestWord * static_cast<double>(transcript.words.size()))});
  return transcript;
}

}  // namespace podpromo
