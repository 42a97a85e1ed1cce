#include <array>
#include <string_view>
#include <utility>

#include "speech/align/spoken_form.hpp"

namespace podpromo {

namespace {

constexpr std::array<std::string_view, 20> kSmall = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::pair<unsigned long long, std::string_view>, 4> kScales = {{{1'000'000'000'000ULL, "trillion"},
                                                                                     {1'000'000'000ULL, "billion"},
                                                                                     {1'000'000ULL, "million"},
                                                                                     {1'000ULL, "thousand"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kIrregularOrdinals = {{{"one", "first"},
                                                                                              {"two", "second"},
                                                                                              {"three", "third"},
                                                                                              {"five", "fifth"},
                                                                                              {"eight", "eighth"},
                                                                                              {"nine", "ninth"},
                                                                                              {"twelve", "twelfth"},
                                                                                              {"zero", "zeroth"}}};

void append(Saying& saying, std::string_view word) { saying.emplace_back(word); }

void below_thousand(Saying& saying, unsigned number, bool with_and) {
  if (number >= 100) {
    append(saying, kSmall[number / 100]);
    append(saying, "hundred");
    number %= 100;
    if (number == 0) return;
    if (with_and) append(saying, "and");
  }
  if (number >= 20) {
    append(saying, kTens[number / 10]);
    if (number % 10 == 0) return;
    number %= 10;
  }
  append(saying, kSmall[number]);
}

std::string ordinal_word(const std::string& cardinal_word) {
  for (const auto& [plain, irregular] : kIrregularOrdinals)
    if (cardinal_word == plain) return std::string(irregular);
  if (cardinal_word.ends_with("y")) return cardinal_word.substr(0, cardinal_word.size() - 1) + "ieth";
  return cardinal_word + "th";
}

}  // namespace

Saying cardinal(unsigned long long number, bool with_and) {
  Saying saying;
  const bool above_thousand = number >= 1000;
  for (const auto& [size, name] : kScales) {
    if (number < size) continue;
    below_thousand(saying, static_cast<unsigned>(number / size % 1000), with_and);
    append(saying, name);
    number %= size;
  }
  if (number == 0 && above_thousand) return saying;
  if (above_thousand && with_and && number < 100) append(saying, "and");
  below_thousand(saying, static_cast<unsigned>(number), with_and);
  return saying;
}

Saying ordinal(unsigned long long number) {
  Saying saying = cardinal(number, false);
  saying.back() = ordinal_word(saying.back());
  return saying;
}

}  // namespace podpromo
