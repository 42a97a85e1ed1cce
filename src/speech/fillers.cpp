#include "speech/fillers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "speech/milliseconds.hpp"
#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

constexpr double kTouching = 0.03;  // seconds
constexpr std::array<std::string_view, 10> kWritten = {"uh", "um", "er", "erm", "hm", "hmm", "mm", "mhm", "ah", "eh"};

bool is_hesitation(const Word& word) {
  std::string letters = lower_case(word.text);
  std::erase_if(letters, [](char byte) { return !is_ascii_letter(byte); });
  return std::find(kWritten.begin(), kWritten.end(), letters) != kWritten.end();
}

}  // namespace

std::vector<Filler> unwritten_fillers(std::span<const Filler> all, std::vector<Word>& words) {
  std::vector<Filler> others;
  for (const Filler& one : all) {
    const auto after = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.start > one.start; });
    Word* const next = after == words.end() ? nullptr : &*after;
    Word* const before = after == words.begin() ? nullptr : &*(after - 1);
    if (next != nullptr && is_hesitation(*next) && next->start - one.end < kTouching)
      next->start = one.start;
    else if (before != nullptr && is_hesitation(*before) && one.start - before->end < kTouching)
      before->end = one.end;
    else
      others.push_back(one);
  }
  return others;
}

std::vector<Filler> settled_fillers(std::vector<Filler> fillers, const SpeechChunk& chunk) {
  for (Filler& filler : fillers) {
    filler.start = milliseconds(std::max(filler.start, chunk.start));
    filler.end = milliseconds(std::min(filler.end, chunk.end));
  }
  std::erase_if(fillers, [](const Filler& filler) { return filler.end <= filler.start; });
  return fillers;
}

}  // namespace podpromo
