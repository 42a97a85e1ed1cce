#include "speech/words/near_words.hpp"

#include <algorithm>
#include <utility>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kShortestWord = 4;
constexpr std::size_t kMostTogether = 3;

bool is_letter(char c) { return static_cast<unsigned char>(c) >= 0x80 || is_ascii_letter(c); }

// One small letter for all that English writes for the same sound.
char sound_of(char small, bool before_h) {
  switch (small) {
    case 'c':
    case 'q': return 'k';
    case 'z': return 's';
    case 'y': return 'i';
    case 'p': return before_h ? 'f' : 'p';
    default: return small;
  }
}

// The letters of a text by their sounds, without doubles and "h".
std::string skeleton(std::string_view text) {
  const std::string small = lower_case(text);
  std::string letters;
  for (std::size_t at = 0; at < small.size(); ++at) {
    if (small[at] == 'h' || !is_letter(small[at])) continue;
    const char sound = sound_of(small[at], at + 1 < small.size() && small[at + 1] == 'h');
    if (!letters.ends_with(sound)) letters += sound;
  }
  return letters;
}

std::size_t allowed_changes(std::size_t letters) { return letters < 6 ? 1 : letters < 8 ? 2 : letters < 10 ? 3 : 4; }

std::size_t changes_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

bool is_near(std::string_view heard, std::string_view word) {
  const std::size_t allowed = allowed_changes(word.size());
  if (heard.size() + allowed < word.size() || heard.size() > word.size() + allowed) return false;
  return changes_between(heard, word) <= allowed;
}

}  // namespace

NearWords::NearWords(std::span<const std::string> words) {
  for (const std::string& word : words)
    if (std::string letters = skeleton(word); letters.size() >= kShortestWord)
      words_.push_back({word, std::move(letters)});
}

bool NearWords::are_in(std::string_view text) const {
  std::vector<std::size_t> begins;  // of the last words
  for (std::size_t at = 0; at < text.size() && !words_.empty();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    begins.push_back(at);
    if (begins.size() > kMostTogether) begins.erase(begins.begin());
    for (const std::size_t begin : begins) {
      const std::string_view heard = text.substr(begin, end - begin);
      const std::string letters = skeleton(heard);
      if (std::ranges::any_of(words_, [&](const Wanted& wanted) {
            return is_near(letters, wanted.skeleton) && !heard.contains(wanted.word);
          }))
        return true;
    }
    at = end + 1;
  }
  return false;
}

}  // namespace podpromo
