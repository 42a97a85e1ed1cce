#include "speech/words/expected_words.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/durable.hpp"
#include "base/trimmed.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostWords = 500;
constexpr std::size_t kLongestWord = 100;
constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr const char* kRemedy = "Keep to the names and terms that a listener would have to ask for.";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    std::string_view word = text.substr(0, end);
    if (separator == '\n') word = word.substr(0, word.find('#'));
    word = trimmed(word, " \t\r\n\f\v");
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Done are_few_and_short(const std::vector<std::string>& words) {
  if (words.size() > kMostWords)
    return failure(Fault::bad_request,
                   fmt::format("there are {} words to listen for, and {} are the most", words.size(), kMostWords),
                   kRemedy);
  for (const std::string& word : words)
    if (word.size() > kLongestWord)
      return failure(Fault::bad_request, fmt::format("“{}…” is too long for a word to listen for", word.substr(0, 30)),
                     kRemedy);
  return {};
}

// Nobody is called so, and to listen for the name of a file that isn't there helps nobody.
bool means_a_file(std::string_view list) {
  if (list.contains(',')) return false;
  return list.starts_with('/') || list.starts_with("./") || list.starts_with("../") || list.starts_with("~/") ||
         list.ends_with(".txt");
}

}  // namespace

Result<std::vector<std::string>> expected_words(const std::string& list) {
  std::error_code ignored;
  std::vector<std::string> words;
  if (!list.empty() && fs::is_regular_file(list, ignored)) {
    PODPROMO_TRY(text, read_whole(list, kLargestFile));
    words = split(text, '\n');
  } else if (means_a_file(list)) {
    return failure(Fault::bad_request, fmt::format("the list of words {} is not there", list),
                   "Check the name of the file, or give the names themselves, between commas.");
  } else {
    words = split(list, ',');
  }
  PODPROMO_TRY(are_few_and_short(words));
  return words;
}

Result<std::optional<std::vector<std::string>>> asked_words(const std::string& setting) {
  if (setting == "off") return std::nullopt;
  PODPROMO_TRY(words, expected_words(setting));
  return words;
}

}  // namespace podpromo
