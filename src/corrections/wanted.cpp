#include "corrections/wanted.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "corrections/share_time.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestWord = 100;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostSpeakers = 100;

std::unexpected<Error> refused(std::string reason, std::string remedy) {
  return failure(Fault::bad_request, std::move(reason), std::move(remedy));
}

bool is_word(std::string_view text) {
  const bool in_one_piece = std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
  return !text.empty() && in_one_piece && letters_of(text) <= kLongestWord;
}

bool is_name(std::string_view text) {
  const bool one_line = std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7F; });
  return one_line && text.find_first_not_of(' ') != std::string_view::npos && letters_of(text) <= kLongestName;
}

Done check_speakers(const Transcript& heard, const WantedTranscript& wanted) {
  const std::size_t count = heard.speakers.size();
  if (wanted.speakers.size() > std::max(count, kMostSpeakers))
    return refused(fmt::format("a transcript has at most {} speakers", kMostSpeakers), "Leave some of them out.");
  if (wanted.speakers.size() < count)
    return refused(fmt::format("{} names were sent, but {} speakers were heard", wanted.speakers.size(), count),
                   "Send a name for each speaker, in the order that the transcript has them.");
  if (!std::ranges::all_of(wanted.speakers, is_name))
    return refused("a speaker's name is one line of 1 to 100 characters", "Change it, then save again.");
  return {};
}

Done check_count(const Transcript& heard, const WantedTranscript& wanted) {
  if (wanted.words.empty() && !heard.words.empty())
    return refused("no word would be left of the transcript", "Keep at least one; or delete the episode.");
  if (heard.words.empty() && !wanted.words.empty())
    return refused("no words were heard in this episode, so there is no time for any", "Leave its transcript empty.");
  return {};
}

}  // namespace

Done check_wanted(const Transcript& heard, const WantedTranscript& wanted) {
  PODPROMO_TRY(check_speakers(heard, wanted));
  PODPROMO_TRY(check_count(heard, wanted));
  const auto speakers = static_cast<int>(wanted.speakers.size());
  for (std::size_t i = 0; i < wanted.words.size(); ++i) {
    const WantedWord& word = wanted.words[i];
    if (!is_word(word.text))
      return refused(fmt::format("word {} is no word: one has 1 to 100 characters and no spaces", i + 1),
                     "Send each word by itself, with its punctuation.");
    if (word.speaker && (*word.speaker < 0 || *word.speaker >= speakers))
      return refused(fmt::format("word {} has a speaker who isn't among the {} of this transcript", i + 1, speakers),
                     "Count speakers from 0; leave the speaker out where you don't know.");
  }
  return {};
}

}  // namespace podpromo
