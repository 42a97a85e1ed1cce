#include "speech/words/text_tokens.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::array<std::string_view, 7> kWithoutSpaces = {"zh", "ja", "th", "lo", "my", "yue", "km"};
// Marks that hold a word together when there are letters or digits on both sides.
constexpr std::string_view kInsideWords = ".,:'-/_";

std::string_view without_space(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

// Builds one word after the other from tokens.
class WordBuilder {
 public:
  WordBuilder(bool spaces, double start) : spaces_(spaces), previous_end_(start) {}

  void add(const TextToken& token) {
    const std::string_view text = without_space(token.text);
    if (text.empty()) {
      if (!token.text.empty()) space_waiting_ = true;
      return;
    }
    if (begins_a_word(text, space_waiting_ || token.text.front() == ' ')) finish();
    space_waiting_ = false;
    take(text, token);
  }

  std::vector<Word> done() {
    finish();
    return std::move(words_);
  }

 private:
  bool begins_a_word(std::string_view text, bool after_space) const {
    if (text_.empty()) return false;
    const bool goes_on = (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80;
    if (goes_on && !ends_with_whole_character(text_)) return false;
    if (after_space) return true;
    if (is_punctuation(text)) return false;
    if (!spaces_) return true;
    return ends_clause();
  }

  // What stands at the end of the word so far closes it: more text without a space is another word.
  bool ends_clause() const {
    std::size_t last = text_.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text_[last]) & 0xC0) == 0x80) --last;
    const std::string_view mark = std::string_view(text_).substr(last);
    if (!is_punctuation(mark) || last == 0) return false;
    if (mark.size() == 1 && kInsideWords.find(mark[0]) != std::string_view::npos)
      return is_punctuation(std::string_view(text_).substr(last - 1, 1));  // "wait...what"
    return mark != "’" && mark != "‑" && mark != "‐" && mark != "(" && mark != "[" && mark != "\"" && mark != "“";
  }

  void take(std::string_view text, const TextToken& token) {
    text_ += text;
    log_probability_ += std::log(std::max(token.probability, 1e-6));
    ++tokens_;
    if (token.end) {
      last_end_ = *token.end;
      if (!is_punctuation(text)) spoken_end_ = *token.end;
    }
  }

  void finish() {
    if (text_.empty()) return;
    Word word{.text = whole_characters(text_), .probability = std::exp(log_probability_ / tokens_)};
    if (last_end_ > 0) {
      word.start = previous_end_;
      word.end = std::max(previous_end_, spoken_end_ > 0 ? spoken_end_ : last_end_);
      previous_end_ = std::max(previous_end_, last_end_);
    }
    if (!word.text.empty()) words_.push_back(std::move(word));
    text_.clear();
    log_probability_ = 0;
    tokens_ = 0;
    spoken_end_ = last_end_ = 0;
  }

  bool spaces_;
  bool space_waiting_ = false;
  std::string text_;
  double log_probability_ = 0;
  int tokens_ = 0;
  double spoken_end_ = 0;    // of the last token that is not punctuation
  double last_end_ = 0;      // of the last token
  double previous_end_ = 0;  // of the word before
  std::vector<Word> words_;
};

}  // namespace

bool is_written_without_spaces(std::string_view language) {
  return std::find(kWithoutSpaces.begin(), kWithoutSpaces.end(), language) != kWithoutSpaces.end();
}

std::vector<Word> words_from_tokens(std::span<const TextToken> tokens, std::string_view language, double start) {
  WordBuilder builder(!is_written_without_spaces(language), start);
  for (const TextToken& token : tokens) builder.add(token);
  return builder.done();
}

}  // namespace podpromo
