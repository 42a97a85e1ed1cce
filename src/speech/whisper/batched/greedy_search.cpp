#include "speech/whisper/batched/greedy_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "speech/words/non_speech.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kTokensAnyway = 20;  // a text may have so many, and …
constexpr double kTokensPerSecond = 9;     // … so many more for each second: nobody talks faster
constexpr std::size_t kRowStep = 16;       // ggml's quick kernels take rows by 16
constexpr double kLeastProbability = 1e-20;
constexpr double kLeastOdds = 1e-6;     // of a language: one text's certainty must not outweigh all others
constexpr double kSureOfAnother = 0.9;  // one text's odds for a language that the others don't speak

struct Choice {
  int token = 0;
  double probability = 0;
};

std::size_t rounded_up(std::size_t rows) { return (rows + kRowStep - 1) / kRowStep * kRowStep; }

// std::max_element, but in lanes, which the compiler makes into wide instructions.
std::size_t place_of_highest(std::span<const float> values) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> highest{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      highest[lane] = values[i + lane] > highest[lane] ? values[i + lane] : highest[lane];
  float best = *std::max_element(highest.begin(), highest.end());
  for (; i < values.size(); ++i) best = std::max(best, values[i]);
  const auto found = std::find(values.begin(), values.end(), best);
  return found == values.end() ? 0 : static_cast<std::size_t>(found - values.begin());
}

// The likeliest token of a text: an ordinary one or the end, whatever else the odds hold. The first may be neither the
// end nor a space alone.
Choice likeliest(std::span<const float> odds, const Vocabulary& vocabulary, bool is_first) {
  const auto end = static_cast<std::size_t>(vocabulary.end());
  std::vector<float> first;
  std::span<const float> allowed = odds.first(end + 1);
  double ruled_out = std::accumulate(odds.begin() + static_cast<std::ptrdiff_t>(end) + 1, odds.end(), 0.0);
  if (is_first) {
    first.assign(odds.begin(), odds.begin() + static_cast<std::ptrdiff_t>(end));
    ruled_out += odds[end];
    if (const int blank = vocabulary.blank(); blank >= 0)
      ruled_out += std::exchange(first[static_cast<std::size_t>(blank)], 0.0F);
    allowed = first;
  }
  const std::size_t best = place_of_highest(allowed);
  const double rest = std::max(1 - ruled_out, static_cast<double>(allowed[best]));
  return {static_cast<int>(best), std::max(allowed[best] / std::max(rest, kLeastProbability), kLeastProbability)};
}

int place_of_most(std::span<const double> values) {
  return values.empty() ? 0 : static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

void learn_from_start(std::span<const float> odds, const Vocabulary& vocabulary, DecodedText& text) {
  text.no_speech = odds[static_cast<std::size_t>(vocabulary.no_speech())];
  if (!vocabulary.knows_many_languages()) return;
  const auto languages =
      odds.subspan(static_cast<std::size_t>(vocabulary.language(0)), static_cast<std::size_t>(vocabulary.languages()));
  const double all = std::accumulate(languages.begin(), languages.end(), kLeastProbability);
  for (const float one : languages) text.language_odds.push_back(one / all);
}

}  // namespace

// A text that is being written, in the slot of its place among the writers.
struct GreedySearch::Writer {
  std::size_t text = 0;  // which of all
  std::size_t most_tokens = 0;
  int token = 0;  // what the decoder is given next
  bool ended = false;
};

void settle_languages(std::span<DecodedText> texts) {
  std::vector<double> together;
  for (const DecodedText& text : texts) {
    together.resize(text.language_odds.size());
    for (std::size_t i = 0; i < together.size(); ++i)
      together[i] += std::log(std::max(text.language_odds[i], kLeastOdds));
  }
  const int common = place_of_most(together);
  for (DecodedText& text : texts) {
    const int own = place_of_most(text.language_odds);
    const bool sure = !text.language_odds.empty() && text.language_odds[static_cast<std::size_t>(own)] > kSureOfAnother;
    text.language = sure ? own : common;
  }
}

Result<Odds> GreedySearch::step(const std::vector<Writer>& writers, std::size_t candidates) {
  std::vector<int> tokens;
  for (const Writer& writer : writers) tokens.push_back(writer.token);
  return decoder_.step(tokens, position_++, candidates);
}

Result<std::vector<DecodedText>> GreedySearch::beginnings(std::size_t count) {
  position_ = 0;
  std::vector<DecodedText> texts(count);
  PODPROMO_TRY(odds, step(std::vector<Writer>(count, Writer{.token = vocabulary_.start()}),
                          static_cast<std::size_t>(vocabulary_.size())));
  for (std::size_t i = 0; i < count; ++i) learn_from_start(odds.of(i), vocabulary_, texts[i]);
  return texts;
}

// After the start come language and task, which models of English only do without, and “no times”, which is left for
// the first step that gives a word.
Done GreedySearch::give_prompt(std::vector<Writer>& writers, const std::vector<DecodedText>& texts) {
  if (vocabulary_.knows_many_languages()) {
    for (Writer& writer : writers) writer.token = vocabulary_.language(texts[writer.text].language);
    PODPROMO_TRY(step(writers, 0));
    for (Writer& writer : writers) writer.token = vocabulary_.transcribe();
    PODPROMO_TRY(step(writers, 0));
  }
  for (Writer& writer : writers) writer.token = vocabulary_.no_times();
  return {};
}

void GreedySearch::take_choices(const Odds& odds, std::vector<Writer>& writers, std::vector<DecodedText>& texts) const {
  for (std::size_t slot = 0; slot < writers.size(); ++slot) {
    Writer& writer = writers[slot];
    DecodedText& text = texts[writer.text];
    const Choice choice = likeliest(odds.of(slot), vocabulary_, text.tokens.empty());
    writer.token = choice.token;
    writer.ended = choice.token == vocabulary_.end();
    if (writer.ended) continue;
    text.tokens.push_back(choice.token);
    text.probabilities.push_back(choice.probability);
    text.mean_log_probability += std::log(choice.probability);  // a sum until the text has ended
    text.runs_in_circles = ends_in_circles(text.tokens);
    writer.ended = text.runs_in_circles || text.tokens.size() >= writer.most_tokens;
  }
}

// The last writer takes the place of one that has ended, so that the slots in use stay the first ones.
Done GreedySearch::retire(std::vector<Writer>& writers, const std::vector<DecodedText>& texts, const TextEnded& ended) {
  for (std::size_t slot = writers.size(); slot-- > 0;) {
    if (!writers[slot].ended) continue;
    PODPROMO_TRY(ended(writers[slot].text, slot, texts[writers[slot].text]));
    memory_.move(writers.size() - 1, slot);
    writers[slot] = writers.back();
    writers.pop_back();
  }
  return {};
}

Result<std::vector<DecodedText>> GreedySearch::texts(std::span<const double> seconds, int language,
                                                     const TextEnded& ended) {
  PODPROMO_TRY(texts, beginnings(seconds.size()));
  if (language < 0)
    settle_languages(texts);
  else
    for (DecodedText& text : texts) text.language = language;
  std::vector<Writer> writers(seconds.size());
  for (std::size_t i = 0; i < writers.size(); ++i) {
    const auto allowed = static_cast<std::size_t>(seconds[i] * kTokensPerSecond);
    writers[i] = {.text = i, .most_tokens = std::min(kTokensAnyway + allowed, kMostTextTokens)};
  }
  PODPROMO_TRY(give_prompt(writers, texts));
  const std::size_t candidates = rounded_up(static_cast<std::size_t>(vocabulary_.end()) + 1);
  while (!writers.empty()) {
    PODPROMO_TRY(odds, step(writers, candidates));
    take_choices(odds, writers, texts);
    PODPROMO_TRY(retire(writers, texts, ended));
  }
  for (DecodedText& text : texts)
    if (!text.tokens.empty()) text.mean_log_probability /= static_cast<double>(text.tokens.size());
  return texts;
}

}  // namespace podpromo
