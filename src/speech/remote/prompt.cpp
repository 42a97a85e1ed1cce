#include "speech/remote/prompt.hpp"

#include <algorithm>
#include <string_view>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestPrompt = 400;  // bytes; about half of what Whisper reads of one
constexpr std::size_t kTellingRun = 4;       // words

// The spoken parts of `text` in small letters, without what stands between them.
void add_keys(std::vector<std::string>& keys, std::string_view text) {
  std::string key;
  const auto finish = [&] {
    if (!key.empty()) keys.push_back(lower_case(key));
    key.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_length(text, at));
    if (character == " " || is_punctuation(character))
      finish();
    else
      key += character;
    at += character.size();
  }
  finish();
}

}  // namespace

std::string prompt_of(const std::vector<std::string>& names) {
  std::string prompt;
  for (const std::string& name : names) {
    if (prompt.size() + name.size() + 2 > kLongestPrompt) break;
    prompt += (prompt.empty() ? "" : ", ") + name;
  }
  return prompt.empty() ? prompt : prompt + ".";
}

bool says_back(const std::string& prompt, std::span<const Word> words) {
  std::vector<std::string> expected, said;
  add_keys(expected, prompt);
  for (const Word& word : words) add_keys(said, word.text);
  const auto is_expected = [&](const std::string& key) { return std::ranges::find(expected, key) != expected.end(); };
  if (!said.empty() && std::ranges::all_of(said, is_expected)) return true;
  for (std::size_t first = 0; first + kTellingRun <= expected.size(); ++first)
    if (!std::ranges::search(said, std::span(expected).subspan(first, kTellingRun)).empty()) return true;
  return false;
}

}  // namespace podpromo
