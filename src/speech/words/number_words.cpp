#include <algorithm>
#include <optional>
#include <unordered_map>

#include "speech/words/english_normaliser.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using Number = unsigned long long;

const std::unordered_map<std::string_view, Number> kOnes = {
    {"zero", 0},       {"oh", 0},        {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},
    {"five", 5},       {"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},
    {"eleven", 11},    {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16},
    {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}};
const std::unordered_map<std::string_view, Number> kTens = {{"twenty", 20}, {"thirty", 30}, {"forty", 40},
                                                            {"fifty", 50},  {"sixty", 60},  {"seventy", 70},
                                                            {"eighty", 80}, {"ninety", 90}};
const std::unordered_map<std::string_view, Number> kScales = {{"hundred", 100},
                                                              {"thousand", 1000},
                                                              {"million", 1'000'000},
                                                              {"billion", 1'000'000'000},
                                                              {"trillion", 1'000'000'000'000}};
const std::unordered_map<std::string_view, std::string_view> kOrdinals = {
    {"first", "one"},    {"second", "two"}, {"third", "three"},    {"fifth", "five"},
    {"eighth", "eight"}, {"ninth", "nine"}, {"twelfth", "twelve"}, {"zeroth", "zero"}};
const std::unordered_map<std::string_view, std::string_view> kUnits = {
    {"dollar", "$"}, {"dollars", "$"}, {"euro", "€"}, {"euros", "€"},
    {"pound", "£"},  {"pounds", "£"},  {"cent", "¢"}, {"cents", "¢"}};

std::optional<Number> look_up(const std::unordered_map<std::string_view, Number>& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

bool is_number_word(std::string_view word) {
  return word != "oh" && (kOnes.contains(word) || kTens.contains(word) || kScales.contains(word));
}

struct Ordinal {
  std::string cardinal;
  std::string suffix;  // "st", "nd", "rd", "th"; with an s for "thirds"
};

std::string cardinal_of(std::string_view ordinal) {
  if (const auto found = kOrdinals.find(ordinal); found != kOrdinals.end()) return std::string(found->second);
  if (ordinal.ends_with("ieth")) return std::string(ordinal.substr(0, ordinal.size() - 4)) + "y";
  if (ordinal.ends_with("th")) return std::string(ordinal.substr(0, ordinal.size() - 2));
  return {};
}

std::optional<Ordinal> ordinal_of(std::string_view word) {
  const bool plural = word.ends_with("s") && word != "s";
  const std::string_view single = plural ? word.substr(0, word.size() - 1) : word;
  const std::string cardinal = cardinal_of(single);
  if (cardinal.empty() || !is_number_word(cardinal)) return std::nullopt;
  const std::string suffix = single == "first" ? "st" : single == "second" ? "nd" : single == "third" ? "rd" : "th";
  return Ordinal{cardinal, suffix + (plural ? "s" : "")};
}

constexpr std::size_t kLongest = 12;

bool is_digits(std::string_view word) { return !word.empty() && std::all_of(word.begin(), word.end(), is_ascii_digit); }

// Reads words one after the other and writes numbers as digits.
class NumberReader {
 public:
  explicit NumberReader(const std::vector<std::string>& words) : words_(words) {}

  std::vector<std::string> read() {
    for (at_ = 0; at_ < words_.size(); ++at_) take(words_[at_]);
    flush();
    return std::move(out_);
  }

 private:
  const std::string& next() const {
    static const std::string none;
    return at_ + 1 < words_.size() ? words_[at_ + 1] : none;
  }

  void take(const std::string& word) {
    if (take_number(word) || (in_number_ && take_inside_number(word))) return;
    flush();
    out_.push_back(word);
  }

  // Words that begin a number or go on with it.
  bool take_number(const std::string& word) {
    if (is_digits(word)) {
      take_digits(word);
    } else if (const auto ones = look_up(kOnes, word); ones && (word != "oh" || in_number_)) {
      take_ones(*ones);
    } else if (const auto tens = look_up(kTens, word)) {
      take_tens(*tens);
    } else if (const auto scale = look_up(kScales, word)) {
      take_scale(word, *scale);
    } else if (const auto ordinal = ordinal_of(word)) {
      take_ordinal(word, *ordinal);
    } else {
      return false;
    }
    return true;
  }

  // Words that mean something only after a number.
  bool take_inside_number(const std::string& word) {
    if (word == "and") return after_scale_ && is_number_word(next());
    if (word == "point" && (kOnes.contains(next()) || is_digits(next()))) {
      take_point();
      return true;
    }
    const auto unit = kUnits.find(word);
    if (unit == kUnits.end() && word != "percent" && word != "s") return false;
    finish_with(unit == kUnits.end() ? std::string_view() : unit->second, word == "percent" ? "%"
                                                                          : word == "s"     ? "s"
                                                                                            : "");
    return true;
  }

  // Digits in the text are numbers too: "20 million".
  void take_digits(const std::string& word) {
    flush();
    if (word.size() > kLongest || (word.size() > 1 && word[0] == '0')) return out_.push_back(word);
    below_ = std::stoull(word);
    begin(false, false);
  }

  // A digit follows a digit ("one oh one"), fills up a ten ("twenty one"), or a scale ("two hundred five").
  void take_ones(Number ones) {
    const bool fills_up = in_number_ && ones > 0 && (after_scale_ || (last_ten_ && ones < 10 && !decimals_));
    if (!fills_up) settle_digits();
    below_ += ones;
    begin(false, false);
  }

  void take_tens(Number tens) {
    if (!in_number_ || !after_scale_) settle_digits();
    below_ += tens;
    begin(false, true);
  }

  void take_scale(const std::string& word, Number scale) {
    if (!in_number_) {
      const bool spoken_a = !out_.empty() && out_.back() == "a";
      if (!spoken_a) return out_.push_back(word);
      out_.pop_back();
      below_ = 1;
    }
    if (!prefix_.empty()) {  // "three point five million" stays 3.5 million
      flush();
      return out_.push_back(word);
    }
    if (scale == 100) {
      below_ *= scale;
    } else {
      above_ += below_ * scale;
      below_ = 0;
    }
    begin(true, false);
  }

  void take_ordinal(const std::string& word, const Ordinal& ordinal) {
    const bool alone = !in_number_ && (word == "second" || word == "seconds" || kScales.contains(ordinal.cardinal));
    if (alone) {
      out_.push_back(word);
      return;
    }
    take(ordinal.cardinal);
    finish_with("", ordinal.suffix);
  }

  void take_point() {
    settle_digits();
    prefix_ += '.';
    begin(false, false);
    decimals_ = true;
    pending_ = false;
  }

  // What was said so far becomes digits that the next digits are appended to, unless those begin a number of their
  // own: "twenty one, one hundred".
  void settle_digits() {
    if (in_number_ && !decimals_ && kScales.contains(next())) return flush();
    if (pending_) prefix_ += std::to_string(above_ + below_);
    above_ = below_ = 0;
  }

  void begin(bool after_scale, bool last_ten) {
    in_number_ = true;
    pending_ = true;
    after_scale_ = after_scale;
    last_ten_ = last_ten;
  }

  std::string digits() const { return prefix_ + (pending_ ? std::to_string(above_ + below_) : ""); }

  void finish_with(std::string_view before, std::string_view after) {
    out_.push_back(std::string(before) + digits() + std::string(after));
    forget();
  }

  void flush() {
    if (in_number_) out_.push_back(digits());
    forget();
  }

  void forget() {
    in_number_ = pending_ = after_scale_ = last_ten_ = decimals_ = false;
    prefix_.clear();
    above_ = below_ = 0;
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  std::vector<std::string> out_;
  bool in_number_ = false;
  bool pending_ = false;      // above_ and below_ hold something
  bool after_scale_ = false;  // the last word was hundred, thousand …
  bool last_ten_ = false;     // the last word was twenty, thirty …
  bool decimals_ = false;     // a point was said
  std::string prefix_;        // digits that are settled
  Number above_ = 0;          // thousands and more, complete
  Number below_ = 0;          // what the next scale multiplies
};

}  // namespace

std::vector<std::string> numbers_as_digits(const std::vector<std::string>& words) { return NumberReader(words).read(); }

}  // namespace podpromo
