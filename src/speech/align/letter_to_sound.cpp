#include "speech/align/letter_to_sound.hpp"

#include <flite/flite.h>

#include <mutex>

#include "speech/words/letters.hpp"

extern "C" cst_lexicon* cmulex_init(void);  // flite declares it in no header that it installs

namespace podpromo {

namespace {

// flite's phone names are CMUdict's in lower case, with a stress digit, and "ax" for the unstressed vowel.
std::string phone_name(std::string_view flite_phone) {
  std::string name;
  for (char c : flite_phone)
    if (is_ascii_letter(c)) name += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  if (name == "AX") return "AH";
  if (name == "PAU") return "";
  return name;
}

}  // namespace

std::string phones_by_rule(std::string_view word) {
  static std::mutex one_at_a_time;  // flite makes no promise about threads
  const std::lock_guard lock(one_at_a_time);
  static cst_lexicon* const lexicon = [] {
    flite_init();
    return cmulex_init();
  }();
  std::string letters;
  for (char c : lower_case(word))
    if (is_ascii_letter(c) || c == '\'') letters += c;
  if (letters.empty()) return "";
  cst_val* const found = lex_lookup(lexicon, letters.c_str(), nullptr, nullptr);
  std::string phones;
  for (const cst_val* at = found; at != nullptr; at = val_cdr(at)) {
    const std::string name = phone_name(val_string(val_car(at)));
    if (name.empty()) continue;
    if (!phones.empty()) phones += ' ';
    phones += name;
  }
  delete_val(found);
  return phones;
}

}  // namespace podpromo
