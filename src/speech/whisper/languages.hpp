#pragma once

#include <string>

#include "base/result.hpp"

namespace podpromo {

// Whisper numbers its languages; others know them by their codes ("en", "de").
std::string language_code(int number);
// −1 for a code that Whisper doesn't know.
int language_number(const std::string& code);

// How many languages a vocabulary of so many tokens has; 0 for a model that knows English only.
int languages_in(int tokens);

// `language` as Whisper's code for it, for a model that knows the first `languages`, or English only when that is 0.
// "" stays "", which means that it is to be found out, unless there is nothing but English.
// Fails with bad_request when the model doesn't know the language.
Result<std::string> known_language(const std::string& language, int languages);

}  // namespace podpromo
