#include "speech/whisper/languages.hpp"

#include <whisper.h>

namespace podpromo {

namespace {

constexpr int kTokensOfEnglishModels = 51864;
constexpr int kTokensBesideLanguages = 51766;

}  // namespace

std::string language_code(int number) { return whisper_lang_str(number); }

int language_number(const std::string& code) { return whisper_lang_id(code.c_str()); }

int languages_in(int tokens) { return tokens > kTokensOfEnglishModels ? tokens - kTokensBesideLanguages : 0; }

Result<std::string> known_language(const std::string& language, int languages) {
  if (languages == 0) {
    if (language.empty() || language == "en") return std::string("en");
    return failure(Fault::bad_request, "this speech model knows English only",
                   "Choose the model “base” for other languages.");
  }
  if (language.empty()) return language;
  if (const int number = language_number(language); number >= 0 && number < languages) return language_code(number);
  return failure(Fault::bad_request, "the speech model doesn't know the language “" + language + "”",
                 "Give a code such as en, de, es or fr, or leave the language out.");
}

}  // namespace podpromo
