#include "speech/remote/server_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>

#include <nlohmann/json.hpp>

#include "speech/remote/language_names.hpp"
#include "speech/remote/matched_times.hpp"
#include "speech/words/letters.hpp"
#include "speech/words/non_speech.hpp"
#include "speech/words/text_tokens.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

constexpr double kNobodySpeaks = 0.6;  // as for engines of our own
constexpr double kMostWordsPerSecond = 10;
constexpr std::array<std::string_view, 3> kNoJson = {"-Infinity", "Infinity", "NaN"};
constexpr double kSlack = 1.0;  // seconds by which a time may miss the sound

struct Segment {
  std::optional<double> start;
  std::optional<double> end;
  std::string text;
  std::optional<double> no_speech;
  std::optional<double> log_probability;
  std::vector<Word> words;
};

const json& field(const json& object, const char* name) {
  static const json kNothing;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? kNothing : *found;
}

std::string text_in(const json& object, const char* name) {
  const json& value = field(object, name);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

// A number, also one that is written as text; nothing when it isn't finite.
std::optional<double> number_in(const json& object, const char* name) {
  const json& value = field(object, name);
  double number = NAN;
  if (value.is_number()) number = value.get<double>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// Python writes NaN and Infinity, which are no JSON, and some cut characters in the middle.
std::string mended(std::string_view body) {
  const std::string whole = whole_characters(body);
  std::string text;
  bool quoted = false;
  for (std::string_view rest = whole; !rest.empty();) {
    const auto word =
        std::ranges::find_if(kNoJson, [&](std::string_view no_json) { return rest.starts_with(no_json); });
    const bool replaced = !quoted && word != kNoJson.end();
    const std::size_t length = replaced ? word->size() : quoted && rest.starts_with('\\') ? 2 : 1;
    if (rest.starts_with('"')) quoted = !quoted;
    text += replaced ? "null" : rest.substr(0, length);
    rest.remove_prefix(std::min(length, rest.size()));
  }
  return text;
}

Result<json> parsed(std::string_view body) {
  json answer = json::parse(body, nullptr, false);
  if (answer.is_discarded()) answer = json::parse(mended(body), nullptr, false);
  if (answer.is_object() && (field(answer, "text").is_string() || field(answer, "segments").is_array())) return answer;
  return failure(Fault::unavailable, "the speech server's answer makes no sense",
                 "Check that PODPROMO_SPEECH_URL is the address of transcriptions in OpenAI's way.",
                 "it begins: " + std::string(body.substr(0, 100)));
}

// The longest row of words that begin one after the other: of times that contradict each other, most are right.
std::vector<Word> in_order(std::vector<Word> words) {
  constexpr std::size_t kNone = -1;
  std::vector<std::size_t> last_of_length, before(words.size(), kNone);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto at = std::ranges::upper_bound(last_of_length, words[i].start, {},
                                             [&](std::size_t last) { return words[last].start; });
    if (at != last_of_length.begin()) before[i] = *(at - 1);
    if (at == last_of_length.end())
      last_of_length.push_back(i);
    else
      *at = i;
  }
  std::vector<Word> row;
  for (std::size_t i = last_of_length.empty() ? kNone : last_of_length.back(); i != kNone; i = before[i])
    row.push_back(std::move(words[i]));
  std::ranges::reverse(row);
  return row;
}

// A word or a token with times that can be; nothing otherwise.
std::optional<Word> timed_word(const json& item, double sound_s) {
  const auto start = number_in(item, "start"), end = number_in(item, "end");
  if (!start || !end || *start < -kSlack || *end < *start || *end > sound_s + kSlack) return std::nullopt;
  Word word{
      .text = text_in(item, "word"), .start = std::clamp(*start, 0.0, sound_s), .end = std::clamp(*end, 0.0, sound_s)};
  const auto sure = number_in(item, "probability");
  word.probability = sure ? std::clamp(*sure, 0.0, 1.0) : kUnknownProbability;
  return word;
}

void append_token(Word& word, const Word& token) {
  word.text += token.text;
  word.probability = std::min(word.probability, token.probability);
  if (!is_punctuation(token.text)) word.end = std::max(word.end, token.end);
}

// The words of a list of words, or of tokens, where a space begins a word.
std::vector<Word> timed_words(const json& list, double sound_s, const std::string& language) {
  std::vector<Word> words;
  if (!list.is_array()) return words;
  const bool tokens = !is_written_without_spaces(language) && std::ranges::any_of(list, [](const json& item) {
    return text_in(item, "word").starts_with(' ');
  });
  bool goes_on = false;
  for (const json& item : list) {
    auto word = timed_word(item, sound_s);
    const bool begins = !tokens || text_in(item, "word").starts_with(' ');
    if (word) word->text.erase(0, word->text.find_first_not_of(' '));
    if (word && !begins && goes_on) append_token(words.back(), *word);
    if (begins) goes_on = word.has_value();
    if (word && begins) words.push_back(*std::move(word));
  }
  return in_order(std::move(words));
}

std::vector<Segment> segments_of(const json& answer, double sound_s, const std::string& language) {
  std::vector<Segment> segments;
  for (const json& item : field(answer, "segments")) {
    Segment segment{.start = number_in(item, "start"),
                    .end = number_in(item, "end"),
                    .text = text_in(item, "text"),
                    .no_speech = number_in(item, "no_speech_prob"),
                    .log_probability = number_in(item, "avg_logprob"),
                    .words = timed_words(field(item, "words"), sound_s, language)};
    const bool can_be = segment.start && segment.end && *segment.start >= -kSlack && *segment.end > *segment.start &&
                        *segment.start < sound_s && *segment.end <= sound_s + 30;
    if (!can_be) segment.start = segment.end = std::nullopt;
    segments.push_back(std::move(segment));
  }
  return segments;
}

bool nobody_speaks(const Segment& segment) { return segment.no_speech.value_or(0) > kNobodySpeaks; }

double probability_of(const Segment& segment) {
  return segment.log_probability ? std::clamp(std::exp(*segment.log_probability), 0.0, 1.0) : 1.0;
}

// Puts an answer together, one stretch of text after the other.
class Composer {
 public:
  Composer(double sound_s, std::string language) : sound_s_(sound_s) { answer_.language = std::move(language); }

  // The words of `segment`, without times.
  std::vector<Word> written(const Segment& segment) const {
    std::vector<Word> words;
    for (std::string& text : written_words(segment.text, answer_.language))
      words.push_back({.text = std::move(text), .probability = probability_of(segment)});
    if (!words.empty()) return words;
    words = segment.words;
    for (Word& word : words)
      if (word.probability == kUnknownProbability) word.probability = probability_of(segment);
    return words;
  }

  void note(const Segment& segment, std::size_t words) {
    answer_.no_speech = std::max(answer_.no_speech, segment.no_speech.value_or(0));
    if (!segment.log_probability) return;
    sureness_ += *segment.log_probability * static_cast<double>(words);
    weight_ += words;
  }

  // `words` are spoken between `start` and `end`, as far as that is known.
  void add(std::vector<Word> words, std::span<const Word> timed, std::optional<double> start,
           std::optional<double> end) {
    const double from = std::clamp(start.value_or(from_), from_, sound_s_);
    take_times(words, timed, from, std::clamp(end.value_or(sound_s_), from, sound_s_));
    answer_.has_times = answer_.has_times || (!words.empty() && (!timed.empty() || start));
    for (Word& word : words) take(std::move(word));
  }

  ServerAnswer done() {
    if (answer_.words.empty()) answer_.no_speech = 1;
    if (weight_ > 0) answer_.mean_log_probability = sureness_ / static_cast<double>(weight_);
    std::vector<int> texts;
    for (const Word& word : answer_.words)
      texts.push_back(static_cast<int>(std::hash<std::string>{}(lower_case(word.text)) & 0x7FFFFFFF));
    answer_.runs_in_circles = runs_in_circles(texts);
    return std::move(answer_);
  }

 private:
  void take(Word word) {
    if (static_cast<double>(answer_.words.size()) >= 20 + kMostWordsPerSecond * sound_s_) return;
    word.start = std::clamp(word.start, from_, sound_s_);
    word.end = std::clamp(word.end, word.start, sound_s_);
    from_ = word.end;
    answer_.words.push_back(std::move(word));
  }

  double sound_s_;
  ServerAnswer answer_;
  double from_ = 0;  // where the next word may begin
  double sureness_ = 0;
  std::size_t weight_ = 0;
};

// Words that carry their own times, or none.
void add_one_by_one(Composer& composer, const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    auto words = composer.written(segment);
    composer.note(segment, words.size());
    composer.add(std::move(words), segment.words, segment.start, segment.end);
  }
}

// Times stand on top of the answer, for the text of all segments.
void add_all_at_once(Composer& composer, const std::vector<Segment>& segments, std::span<const Word> timed) {
  std::vector<Word> all;
  for (const Segment& segment : segments) {
    auto words = composer.written(segment);
    composer.note(segment, words.size());
    std::ranges::move(words, std::back_inserter(all));
  }
  composer.add(std::move(all), timed, std::nullopt, std::nullopt);
}

bool says_nothing(const Segment& segment) { return segment.text.empty() && segment.words.empty(); }

}  // namespace

Result<ServerAnswer> read_server_answer(std::string_view body, double sound_s, const std::string& language) {
  PODPROMO_TRY(answer, parsed(body));
  std::string spoken = language_code_of(text_in(answer, "language"));
  if (spoken.empty()) spoken = language;
  std::vector<Segment> segments = segments_of(answer, sound_s, spoken);
  const std::vector<Word> on_top = timed_words(field(answer, "words"), sound_s, spoken);
  if (std::ranges::all_of(segments, says_nothing)) {
    segments.assign(1, Segment{});
    segments.front().text = text_in(answer, "text");
    if (segments.front().text.empty()) segments.front().words = on_top;
  }
  std::erase_if(segments, nobody_speaks);
  Composer composer(sound_s, spoken);
  const bool own_times = std::ranges::any_of(segments, [](const Segment& segment) { return !segment.words.empty(); });
  if (on_top.empty() || own_times)
    add_one_by_one(composer, segments);
  else
    add_all_at_once(composer, segments, on_top);
  return composer.done();
}

}  // namespace podpromo
