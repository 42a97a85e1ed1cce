// A corrected transcript as somebody sends it: a line with the words that were heard, then the body of the PUT. Of a
// heard word the first letter tells when and by whom it is said: "+" after a pause, "-" in no time, "2" by the other
// one.
#include "corrections/corrections.hpp"

#include <algorithm>

#include "corrections/wanted_json.hpp"
#include "episode/json.hpp"
#include "fuzz.hpp"

namespace podpromo {
namespace {

// Milliseconds, as in files.
constexpr double kSameTime = 0.001;

Transcript heard_from(std::string_view line, double word_s) {
  Transcript heard;
  heard.speakers = {"Speaker 1", "Speaker 2"};
  double at = 0;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    // What was heard is text.
    if (word.empty() || std::ranges::any_of(word, [](unsigned char c) { return c >= 0x80; })) continue;
    if (word[0] == '+') at += 1;
    const double length = word[0] == '-' ? 0 : word_s;
    heard.words.push_back({std::string(word), at, at + length, 0.5, word[0] == '2' ? 1 : 0});
    at += length;
  }
  return heard;
}

void keep_promises(const Transcript& transcript) {
  double free_from = 0;
  for (const Word& word : transcript.words) {
    promise(word.start >= free_from - kSameTime, "words come in the order of time and don't overlap");
    promise(word.end >= word.start - kSameTime, "a word ends after it begins");
    promise(word.speaker < static_cast<int>(transcript.speakers.size()), "a speaker has a name");
    free_from = std::max(free_from, word.end);
  }
}

bool says(const Transcript& transcript, const WantedTranscript& wanted) {
  return std::ranges::equal(transcript.words, wanted.words, {}, &Word::text, &WantedWord::text);
}

// Whoever was wanted says it; the names of those who were added may have moved up.
bool is_said_by(const Transcript& transcript, const WantedTranscript& wanted) {
  for (std::size_t i = 0; i < wanted.words.size(); ++i) {
    if (!wanted.words[i].speaker) continue;
    const auto by = static_cast<std::size_t>(transcript.words[i].speaker);
    if (transcript.speakers[by] != wanted.speakers[static_cast<std::size_t>(*wanted.words[i].speaker)]) return false;
  }
  return true;
}

void keep_corrected(const Transcript& heard, const WantedTranscript& wanted) {
  const auto corrections = corrections_between(heard, wanted);
  if (!corrections) return promise(!corrections.error().reason.empty(), "a refusal says why");
  const Transcript now = corrected(heard, *corrections);
  keep_promises(now);
  promise(says(now, wanted), "a corrected transcript says what was wanted");
  promise(is_said_by(now, wanted), "and those say it who were wanted");

  const fs::path file = memory_folder() / "corrections.json";
  promise(save_corrections(file, *corrections).has_value(), "corrections can be saved");
  const auto loaded = load_corrections(file);
  promise(loaded.has_value(), "and come back");
  const Transcript again = corrected(heard, *loaded);
  keep_promises(again);
  promise(says(again, wanted) && again.speakers == now.speakers, "they are the same after a restart");

  WantedTranscript same{.words = {}, .speakers = now.speakers};
  for (const Word& word : now.words) same.words.push_back({word.text, word.speaker});
  const auto none = corrections_between(heard, same);
  promise(none.has_value() && corrected(heard, *none) == now, "what is sent back as it is changes nothing");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  std::string_view body = text_of(data, size);
  const std::string_view line = take_line(body);
  const Transcript heard = heard_from(line, 0.5);
  const auto wanted = parse_wanted(body, heard);
  if (!wanted) {
    promise(!wanted.error().reason.empty() && !wanted.error().remedy.empty(), "a refusal says why and what to do");
    return 0;
  }
  keep_corrected(heard, *wanted);
  // Whatever other ears heard since, what was corrected can be read.
  if (const auto corrections = corrections_between(heard, *wanted)) {
    Transcript other = heard_from(line.substr(std::min<std::size_t>(line.size(), 7)), 0.7);
    other.speakers.resize(1);
    for (Word& word : other.words) word.speaker = 0;
    keep_promises(corrected(other, *corrections));
  }
  return 0;
}
