#include "moments/speech_facts.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/letter_case.hpp"
#include "moments/ad_cues.hpp"
#include "moments/english_cues.hpp"
#include "moments/repeats.hpp"
#include "moments/sentences.hpp"
#include "moments/tokens.hpp"
#include "moments/word_lists.hpp"

namespace podpromo {

namespace {

constexpr double kEdge = 1e9;
// Recognisers leave a pause after four of five sentences; with fewer than this share the times don't tell.
constexpr double kPauseShare = 0.4;
// Outside English there is no list of little words; short words stand for them.
constexpr std::size_t kContentLength = 5;

// Goodbyes take the last minute at most, of an episode that is more than a trailer.
constexpr double kGoodbyes = 60, kMoreThanATrailer = 180;

struct Tokens {
  std::vector<std::string> all;
  std::vector<double> seconds;
  std::vector<std::size_t> first_of;  // for each sentence, and one past the last at the end

  std::span<const std::string> of(std::size_t sentence) const {
    return std::span(all).subspan(first_of[sentence], first_of[sentence + 1] - first_of[sentence]);
  }
};

Tokens tokens_of(const Transcript& transcript, std::span<const Sentence> sentences) {
  Tokens tokens;
  for (const auto& sentence : sentences) {
    tokens.first_of.push_back(tokens.all.size());
    for (std::size_t i = sentence.first; i < sentence.last; ++i) {
      if (auto token = token_of(transcript.words[i].text); !token.empty()) {
        tokens.all.push_back(std::move(token));
        tokens.seconds.push_back(transcript.words[i].start);
      }
    }
  }
  tokens.first_of.push_back(tokens.all.size());
  return tokens;
}

bool is_content(const std::string& token, bool english) {
  return english ? (kinds_of(token) & word_kind::kStop) == 0 : character_count(token) >= kContentLength;
}

bool has_digit(const std::string& token) {
  return std::ranges::any_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

using Frequencies = std::unordered_map<std::string, double>;  // of content tokens, 1 for the most frequent

Frequencies frequencies_of(std::span<const std::string> tokens, bool english) {
  Frequencies frequencies;
  double most = 1;
  for (const auto& token : tokens)
    if (is_content(token, english)) most = std::max(most, ++frequencies[token]);
  for (auto& [token, count] : frequencies) count /= most;
  return frequencies;
}

void count_subject(SentenceFacts& facts, std::span<const std::string> tokens, const Frequencies& frequencies) {
  std::unordered_set<std::string_view> different;
  double sum = 0, count = 0;
  for (const auto& token : tokens) {
    facts.numbers += has_digit(token);
    const auto found = frequencies.find(token);
    if (found == frequencies.end()) continue;
    sum += found->second;
    count += 1;
    different.insert(token);
  }
  facts.tokens = static_cast<double>(tokens.size());
  facts.content = static_cast<double>(different.size());
  if (count > 0) facts.theme = sum / count;
}

void count_english(SentenceFacts& facts, std::span<const std::string> tokens) {
  for (const auto& token : tokens) {
    const auto kinds = kinds_of(token);
    facts.present += (kinds & word_kind::kPresent) != 0;
    facts.comparative += (kinds & word_kind::kComparative) != 0;
    facts.absolute += (kinds & word_kind::kAbsolute) != 0;
    facts.insight += (kinds & word_kind::kInsight) != 0;
    facts.address += (kinds & word_kind::kAddress) != 0;
    facts.strong += (kinds & word_kind::kStrong) != 0;
    facts.claims += (kinds & word_kind::kAbsolute) != 0 ||
                    ((kinds & word_kind::kStrong) != 0 && (kinds & word_kind::kAddress) == 0);
    facts.emotion += (kinds & word_kind::kEmotion) != 0;
    facts.numbers += (kinds & word_kind::kNumber) != 0;
  }
  facts.thesis = static_cast<double>(thesis_phrases().count(tokens));
  facts.hooks = static_cast<double>(hook_phrases().count(tokens));
  facts.claims += facts.thesis + facts.hooks;
  facts.list = static_cast<double>(list_phrases().count(tokens));
  facts.conclusion = conclusion_phrases().found_in(tokens);
  facts.story = story_phrases().found_in(tokens);
  facts.courtesy = greeting_phrases().found_in(tokens) || farewell_phrases().found_in(tokens);
  facts.opening = opening_of(tokens);
}

// Capitals say nothing about the first word, nor about "I".
double names_in(const Transcript& transcript, const Sentence& sentence) {
  double names = 0;
  for (std::size_t i = sentence.first + 1; i < sentence.last; ++i) {
    const auto& text = transcript.words[i].text;
    names += text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] != '\'' && text[1] != '.';
  }
  return names;
}

bool is_promotional_sentence(const Transcript& transcript, const Sentence& sentence) {
  std::vector<std::string> tokens;
  for (std::size_t i = sentence.first; i < sentence.last; ++i)
    if (auto token = ad_token_of(transcript.words[i].text); !token.empty()) tokens.push_back(std::move(token));
  return is_promotional(tokens);
}

// "Really?" and "…, right?" ask for a nod at most.
bool asks_for_answer(const Sentence& sentence, std::span<const std::string> tokens, bool english) {
  if (!sentence.question || !english) return sentence.question;
  static const Phrases kTags({"right/okay/ok/yeah/know/huh/see"});
  return tokens.size() >= 4 && !kTags.found_in(tokens.last(1));
}

bool begins_small(const Word& first) {
  std::size_t at = 0;
  return !first.text.empty() && is_small_letter(next_character(first.text, at));
}

// At a trailing "..." the thought isn't finished though the sentence is over.
bool is_finished(const Word& last) {
  return ends_sentence(word_end(last.text)) && !last.text.ends_with("...") && !last.text.ends_with("…");
}

void read_borders(SpeechFacts& speech, bool punctuated) {
  const auto& words = speech.transcript->words;
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    const auto& sentence = speech.sentences[s];
    auto& facts = speech.facts[s];
    facts.pause_before = sentence.first == 0 ? kEdge : words[sentence.first].start - words[sentence.first - 1].end;
    facts.pause_after =
        sentence.last == words.size() ? kEdge : words[sentence.last].start - words[sentence.last - 1].end;
    facts.begins_small = punctuated && begins_small(words[sentence.first]);
    facts.finished = !punctuated || is_finished(words[sentence.last - 1]);
  }
  const auto pauses =
      std::ranges::count_if(speech.facts, [](const auto& f) { return f.pause_after >= kShortestCutPause; });
  speech.pauses_known = !speech.transcript->estimated_times &&
                        static_cast<double>(pauses) >= kPauseShare * static_cast<double>(speech.facts.size());
}

// Most of the sentence is said again later: the show's own teaser, or a jingle.
void mark_repeated(SpeechFacts& speech, const Tokens& tokens) {
  const Repeats repeats = repeats_of(tokens.all, tokens.seconds);
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    const auto marks = std::span(repeats.later).subspan(tokens.first_of[s], tokens.of(s).size());
    const auto repeated = std::ranges::count_if(marks, [](std::uint8_t mark) { return mark > 0; });
    speech.facts[s].repeated_later = !marks.empty() && 2 * static_cast<std::size_t>(repeated) > marks.size();
  }
}

// After a goodbye in the last minute nothing but more goodbyes follows, whatever the words.
void mark_last_words(SpeechFacts& speech) {
  const double end = speech.sentences.empty() ? 0 : speech.sentences.back().end;
  if (end < kMoreThanATrailer) return;
  bool over = false;
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    over = over || (speech.facts[s].courtesy && end - speech.sentences[s].start <= kGoodbyes);
    speech.facts[s].courtesy = speech.facts[s].courtesy || over;
  }
}

}  // namespace

SpeechFacts speech_facts(const Transcript& transcript, std::vector<Sentence> sentences) {
  SpeechFacts speech{.transcript = &transcript, .sentences = std::move(sentences), .english = is_english(transcript)};
  speech.facts.resize(speech.sentences.size());
  const Tokens tokens = tokens_of(transcript, speech.sentences);
  const Frequencies frequencies = frequencies_of(tokens.all, speech.english);
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    auto& facts = speech.facts[s];
    count_subject(facts, tokens.of(s), frequencies);
    facts.asks = asks_for_answer(speech.sentences[s], tokens.of(s), speech.english);
    facts.names = names_in(transcript, speech.sentences[s]);
    if (!speech.english) continue;
    count_english(facts, tokens.of(s));
    facts.promotional = is_promotional_sentence(transcript, speech.sentences[s]);
  }
  read_borders(speech, is_punctuated(transcript));
  mark_repeated(speech, tokens);
  mark_last_words(speech);
  return speech;
}

}  // namespace podpromo
