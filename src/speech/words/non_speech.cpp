#include "speech/words/non_speech.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr std::array<std::string_view, 4> kNotes = {"♪", "♫", "♬", "♩"};
constexpr std::size_t kLongestCircle = 24;
constexpr char kBreak = '\n';  // stands between words while brackets are looked for

std::string joined(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) {
    text += word.text;
    text += kBreak;
  }
  return text;
}

// Marks everything from each `open` to the next `close` after it; an opening without its end stays.
void mark_bracketed(const std::string& text, char open, char close, std::vector<bool>& removed) {
  for (std::size_t from = text.find(open); from != std::string::npos;) {
    const std::size_t to = text.find(close, from + 1);
    if (to == std::string::npos) return;
    std::fill(removed.begin() + static_cast<std::ptrdiff_t>(from),
              removed.begin() + static_cast<std::ptrdiff_t>(to) + 1, true);
    from = text.find(open, to + 1);
  }
}

void mark_notes(const std::string& text, std::vector<bool>& removed) {
  for (std::string_view note : kNotes)
    for (std::size_t at = text.find(note); at != std::string::npos; at = text.find(note, at + note.size()))
      std::fill_n(removed.begin() + static_cast<std::ptrdiff_t>(at), note.size(), true);
}

std::size_t times_to_be_a_circle(std::size_t length) { return length <= 2 ? 8 : length <= 6 ? 4 : 3; }

// How often in a row the last `length` items before `end` come.
template <typename Items>
std::size_t repetitions(const Items& items, std::size_t end, std::size_t length) {
  std::size_t times = 1;
  while ((times + 1) * length <= end &&
         std::equal(items.begin() + static_cast<std::ptrdiff_t>(end - length),
                    items.begin() + static_cast<std::ptrdiff_t>(end),
                    items.begin() + static_cast<std::ptrdiff_t>(end - (times + 1) * length)))
    ++times;
  return times;
}

// The length of the circle that ends at `end`; 0 when there is none.
template <typename Items>
std::size_t circle_at(const Items& items, std::size_t end) {
  for (std::size_t length = 1; length <= std::min(kLongestCircle, end / 3); ++length)
    if (repetitions(items, end, length) >= times_to_be_a_circle(length)) return length;
  return 0;
}

}  // namespace

std::vector<Word> without_non_speech(std::vector<Word> words) {
  const std::string text = joined(words);
  std::vector<bool> removed(text.size(), false);
  mark_bracketed(text, '[', ']', removed);
  mark_bracketed(text, '(', ')', removed);
  mark_bracketed(text, '*', '*', removed);
  mark_notes(text, removed);
  std::size_t at = 0;
  for (Word& word : words) {
    std::string kept;
    for (std::size_t i = 0; i < word.text.size(); ++i)
      if (!removed[at + i]) kept += word.text[i];
    at += word.text.size() + 1;
    word.text = std::move(kept);
  }
  std::erase_if(words, [](const Word& word) { return !is_spoken(word.text); });
  return words;
}

bool ends_in_circles(std::span<const int> tokens) { return circle_at(tokens, tokens.size()) > 0; }

bool runs_in_circles(std::span<const int> tokens) {
  for (std::size_t end = 1; end <= tokens.size(); ++end)
    if (ends_in_circles(tokens.first(end))) return true;
  return false;
}

std::vector<Word> without_circles(std::vector<Word> words) {
  std::vector<std::size_t> text_hashes;
  for (const Word& word : words) text_hashes.push_back(std::hash<std::string>{}(lower_case(word.text)));
  for (std::size_t end = 1; end <= words.size(); ++end) {
    const std::size_t length = circle_at(text_hashes, end);
    if (length == 0) continue;
    const std::size_t times = repetitions(text_hashes, end, length);
    const auto from = static_cast<std::ptrdiff_t>(end - (times - 1) * length), to = static_cast<std::ptrdiff_t>(end);
    words.erase(words.begin() + from, words.begin() + to);
    text_hashes.erase(text_hashes.begin() + from, text_hashes.begin() + to);
    end = static_cast<std::size_t>(from);
  }
  return words;
}

}  // namespace podpromo
