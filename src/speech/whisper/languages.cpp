#include "speech/whisper/languages.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <whisper.h>

namespace podpromo {

namespace {

constexpr int kTokensOfEnglishModels = 51864;
constexpr int kTokensBesideLanguages = 51766;

// How many letters have to be changed, put in or left out to make `b` of `a`.
std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), now(b.size() + 1);
  std::iota(before.begin(), before.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    now[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j)
      now[j + 1] = std::min({now[j] + 1, before[j + 1] + 1, before[j] + (a[i] == b[j] ? 0 : 1)});
    std::swap(before, now);
  }
  return before.back();
}

// Whether somebody who wrote `written` may have meant the language: the beginning of its name, its name but for a
// letter or two, or a code with one other letter at the end.
bool may_be(std::string_view written, std::string_view code, std::string_view name) {
  if (written.size() < 2) return false;
  if (name.starts_with(written) || name.starts_with(written.substr(0, 3))) return true;
  if (written.size() >= 4) return letters_apart(written, name) <= 2;
  return written.size() == 2 && code.size() == 2 && code.front() == written.front();
}

// "de (german) or nl (dutch)", three at most; "" when none is like it.
std::string languages_like(const std::string& written, int languages) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> found;
  for (int i = 0; i < languages; ++i) {
    const std::string_view code = whisper_lang_str(i), name = whisper_lang_str_full(i);
    if (!may_be(written, code, name)) continue;
    const auto place = name.starts_with(written) ? found.begin() : found.end();
    found.insert(place, fmt::format("{} ({})", code, name));
  }
  found.resize(std::min(found.size(), kMost));
  std::string all;
  for (std::size_t i = 0; i < found.size(); ++i)
    all += (i == 0 ? "" : i + 1 == found.size() ? " or " : ", ") + found[i];
  return all;
}

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
  const std::string meant = languages_like(language, languages);
  return failure(
      Fault::bad_request, "the speech model doesn't know the language “" + language + "”",
      (meant.empty() ? "Give a code such as en, de, es or fr" : "Did you mean " + meant + "? Give the code") +
          ", or leave the language out and it is found out.");
}

}  // namespace podpromo
