#include "speech/align/spoken_form.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using Sayings = std::vector<Saying>;

constexpr std::size_t kMostSayings = 8;
constexpr std::size_t kLongestSpelled = 6;    // "NASDAQ" may still be spelled
constexpr std::size_t kLongestCardinal = 12;  // more digits are read one by one

struct Sign {
  std::string_view sign;
  std::string_view said;
};
constexpr std::array kSigns = {Sign{"%", "percent"}, Sign{"&", "and"},    Sign{"+", "plus"},
                               Sign{"@", "at"},      Sign{"=", "equals"}, Sign{"°", "degrees"}};
struct Currency {
  std::string_view sign;
  std::string_view one;
  std::string_view many;
};
constexpr std::array kCurrencies = {Currency{"$", "dollar", "dollars"}, Currency{"€", "euro", "euros"},
                                    Currency{"£", "pound", "pounds"}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSuffixes = {{{"k", "thousand"},
                                                                                     {"m", "million"},
                                                                                     {"mm", "million"},
                                                                                     {"mn", "million"},
                                                                                     {"b", "billion"},
                                                                                     {"bn", "billion"},
                                                                                     {"t", "trillion"},
                                                                                     {"tn", "trillion"},
                                                                                     {"x", "times"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kUnits = {{{"kg", "kilograms"},
                                                                                  {"km", "kilometers"},
                                                                                  {"cm", "centimeters"},
                                                                                  {"mph", "miles an hour"},
                                                                                  {"am", "a. m."},
                                                                                  {"pm", "p. m."},
                                                                                  {"mb", "megabytes"}}};

Saying split_words(std::string_view text) {
  Saying words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Every way of the first followed by every way of the second, as far as kMostSayings goes.
Sayings then(const Sayings& first, const Sayings& second) {
  if (first.empty()) return second;
  if (second.empty()) return first;
  Sayings both;
  for (const Saying& a : first)
    for (const Saying& b : second) {
      if (both.size() == kMostSayings) return both;
      both.push_back(a);
      both.back().insert(both.back().end(), b.begin(), b.end());
    }
  return both;
}

void add(Sayings& sayings, Saying saying) {
  if (sayings.size() < kMostSayings && std::find(sayings.begin(), sayings.end(), saying) == sayings.end())
    sayings.push_back(std::move(saying));
}

Saying joined(Saying first, const Saying& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Saying one_by_one(std::string_view digits, std::string_view zero) {
  Saying saying;
  for (char digit : digits)
    saying.push_back(digit == '0' ? std::string(zero)
                                  : cardinal(static_cast<unsigned long long>(digit - '0'), false)[0]);
  return saying;
}

// The second half of a year or a time: "oh five", "hundred", "forty two".
Saying pair_after(unsigned long long last_two, std::string_view when_zero) {
  if (last_two == 0) return {std::string(when_zero)};
  if (last_two < 10) return joined({"oh"}, cardinal(last_two, false));
  return cardinal(last_two, false);
}

Sayings number_sayings(const std::string& digits) {
  if (digits.size() > kLongestCardinal || (digits.size() > 1 && digits[0] == '0'))
    return {one_by_one(digits, "zero"), one_by_one(digits, "oh")};
  const auto value = std::stoull(digits);
  // "nineteen oh five", "twenty twenty six"; but 2005 is no twenty oh five.
  const bool said_in_pairs = digits.size() == 4 && (value / 100 % 10 != 0 || value % 100 >= 10);
  Sayings sayings;
  if (said_in_pairs) add(sayings, joined(cardinal(value / 100, false), pair_after(value % 100, "hundred")));
  add(sayings, cardinal(value, false));
  add(sayings, cardinal(value, true));
  if (digits.size() == 3) {
    add(sayings, joined(cardinal(value / 100, false), pair_after(value % 100, "hundred")));
    add(sayings, one_by_one(digits, "oh"));
  }
  if (digits.size() > 3) add(sayings, one_by_one(digits, "zero"));
  return sayings;
}

Saying spelled(std::string_view letters) {
  Saying names;
  for (char c : lower_case(letters))
    if (is_ascii_letter(c)) names.push_back({c, '.'});
  return names;
}

bool all_capitals(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Sayings letters_sayings(std::string_view text) {
  Sayings sayings{{lower_case(text)}};
  std::string_view stem = text;
  const bool plural = stem.size() > 2 && (stem.ends_with("'s") || stem.ends_with("s"));
  if (plural) stem.remove_suffix(stem.ends_with("'s") ? 2 : 1);
  if (!all_capitals(stem) || stem.size() > kLongestSpelled || stem.size() < 2) return sayings;
  Saying letters = spelled(stem);
  if (plural) letters.back() += "'s";
  add(sayings, std::move(letters));
  return sayings;
}

// Reads a written word from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Sayings read() {
    while (at_ < text_.size()) sayings_ = then(sayings_, next());
    // "$20 million" comes as two words, and then the unit is not said with the first.
    if (currency_) sayings_ = then(sayings_, {{std::string(one_unit_ ? currency_->one : currency_->many)}, {}});
    return sayings_;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::string take_digits() {
    std::string digits;
    while (is_ascii_digit(peek()) || (peek() == ',' && is_ascii_digit(peek(1)) && !digits.empty())) {
      if (peek() != ',') digits += peek();
      ++at_;
    }
    return digits;
  }

  std::string take_letters() {
    std::string letters;
    const auto is_letter = [](char c) {
      return is_ascii_letter(c) || c == '\'' || (static_cast<unsigned char>(c) & 0x80) != 0;
    };
    while (is_letter(peek())) letters += text_[at_++];
    return letters;
  }

  Sayings next() {
    if (is_ascii_digit(peek())) return after_number(take_digits());
    if (const auto sign = take_sign()) return *sign;
    if (const std::string letters = take_letters(); !letters.empty()) return letters_sayings(letters);
    const char mark = text_[at_++];
    if (mark == '.' && is_ascii_digit(peek())) return {joined({"point"}, one_by_one(take_digits(), "oh"))};
    if (mark == '.' && at_ > 3 && is_ascii_letter(peek()) && is_ascii_letter(peek(1))) return {{"dot"}};
    if (mark == '#' && is_ascii_digit(peek())) return {{"number"}, {"hashtag"}};
    return {};
  }

  std::optional<Sayings> take_sign() {
    const std::string_view rest = text_.substr(at_);
    for (const Currency& currency : kCurrencies)
      if (rest.starts_with(currency.sign)) {
        at_ += currency.sign.size();
        currency_ = &currency;
        return Sayings{};
      }
    for (const Sign& sign : kSigns)
      if (rest.starts_with(sign.sign)) {
        at_ += sign.sign.size();
        return Sayings{{std::string(sign.said)}};
      }
    return std::nullopt;
  }

  // What follows a number decides how it is said.
  Sayings after_number(const std::string& digits) {
    if (peek() == ':' && is_ascii_digit(peek(1))) return clock_time(digits);
    if (peek() == '/' && is_ascii_digit(peek(1))) return fraction(digits);
    Sayings sayings = number_sayings(digits);
    bool whole = true;
    if (peek() == '.' && is_ascii_digit(peek(1))) {
      ++at_;
      const std::string decimals = take_digits();
      sayings = then(sayings,
                     {joined({"point"}, one_by_one(decimals, "oh")), joined({"point"}, one_by_one(decimals, "zero"))});
      whole = false;
    }
    one_unit_ = whole && digits == "1";
    return with_suffix(digits, std::move(sayings));
  }

  Sayings with_suffix(const std::string& digits, Sayings sayings) {
    const std::size_t before = at_;
    const std::string suffix = lower_case(take_letters());
    if (suffix.empty()) return sayings;
    if (digits.size() <= kLongestCardinal && (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th"))
      return {ordinal(std::stoull(digits))};
    if (suffix == "s" || suffix == "'s") return plural(std::move(sayings));
    for (const auto& [written, said] : kSuffixes)
      if (suffix == written) {
        one_unit_ = false;
        return then(sayings, {{std::string(said)}, spelled(suffix)});
      }
    for (const auto& [written, said] : kUnits)
      if (suffix == written) return then(sayings, {split_words(said), spelled(suffix)});
    at_ = before;
    return sayings;
  }

  // "1990s": the last word takes an s; "nineties".
  static Sayings plural(Sayings sayings) {
    for (Saying& saying : sayings) {
      std::string& last = saying.back();
      last = last.ends_with("y") ? last.substr(0, last.size() - 1) + "ies" : last + (last.ends_with("x") ? "es" : "s");
    }
    return sayings;
  }

  Sayings clock_time(const std::string& hours) {
    ++at_;
    const std::string minutes = take_digits();
    if (hours.size() > 2 || minutes.size() != 2) return then(number_sayings(hours), number_sayings(minutes));
    const Saying hour = cardinal(std::stoull(hours), false);
    if (minutes == "00") return {joined(hour, {"o'clock"}), hour, joined(hour, {"hundred"})};
    return {joined(hour, pair_after(std::stoull(minutes), "hundred"))};
  }

  Sayings fraction(const std::string& above) {
    ++at_;
    const std::string below = take_digits();
    Sayings sayings;
    if (above == "1" && below == "2") add(sayings, {"one", "half"});
    if (below.size() <= 2 && below != "1" && below != "2" && above.size() <= 2) {
      Saying part = ordinal(std::stoull(below));
      if (above != "1") part.back() += "s";
      add(sayings, joined(cardinal(std::stoull(above), false), part));
    }
    for (const Saying& both : then(number_sayings(above), number_sayings(below))) add(sayings, both);
    return sayings;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Sayings sayings_;
  const Currency* currency_ = nullptr;
  bool one_unit_ = false;
};

// Curly apostrophes become straight ones and every other mark outside ASCII a space-like '-'.
std::string plain_marks(std::string_view written) {
  std::string plain;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t length = character_length(written, at);
    const std::string_view character = written.substr(at, length);
    if (character == "’" || character == "‘")
      plain += '\'';
    else if (length > 1 && is_punctuation(character))
      plain += '-';
    else
      plain += character;
    at += length;
  }
  while (plain.ends_with('\'')) plain.pop_back();
  return plain;
}

}  // namespace

std::vector<Saying> sayings_of(std::string_view written) { return Reader(plain_marks(written)).read(); }

}  // namespace podpromo
