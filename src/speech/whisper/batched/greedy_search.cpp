#include "speech/whisper/batched/greedy_search.hpp"

#include <cmath>

#include "speech/whisper/batched/token_choice.hpp"
#include "speech/words/non_speech.hpp"

namespace podpromo {

// A text that is being written, in the slot of its place among the writers.
struct GreedySearch::Writer {
  std::size_t text = 0;  // which of all
  std::size_t most_tokens = 0;
  int token = 0;  // what the decoder is given next
  bool ended = false;
};

void GreedySearch::take_choices(const Odds& odds, std::vector<Writer>& writers, std::vector<DecodedText>& texts) const {
  for (std::size_t slot = 0; slot < writers.size(); ++slot) {
    Writer& writer = writers[slot];
    DecodedText& text = texts[writer.text];
    const Choice choice = likeliest(odds.of(slot), 1, {vocabulary_, text.tokens.empty(), {}}).front();
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

// The last writer changes places with one that has ended, so that the slots in use stay the first ones.
Done GreedySearch::retire(std::vector<Writer>& writers, std::vector<DecodedText>& texts, std::size_t position,
                          const TextEnded& ended) {
  for (std::size_t slot = writers.size(); slot-- > 0;) {
    if (!writers[slot].ended) continue;
    const std::size_t last = writers.size() - 1;
    PODPROMO_TRY(ended(writers[slot].text, slot, texts[writers[slot].text]));
    memory_.swap_sounds(last, slot);
    memory_.copy_text(last, slot, position);
    texts[writers[last].text].slot = slot;
    texts[writers[slot].text].slot = last;
    writers[slot] = writers.back();
    writers.pop_back();
  }
  return {};
}

Result<std::vector<DecodedText>> GreedySearch::texts(std::span<const double> seconds, std::span<const int> languages,
                                                     const TextEnded& ended) {
  PODPROMO_TRY(opening, open_texts(vocabulary_, decoder_, languages));
  std::vector<DecodedText>& texts = opening.texts;
  std::vector<Writer> writers;
  for (std::size_t i = 0; i < seconds.size(); ++i)
    writers.push_back({.text = i, .most_tokens = most_tokens_in(seconds[i]), .token = vocabulary_.no_times()});
  for (std::size_t position = opening.position; !writers.empty(); ++position) {
    std::vector<int> tokens;
    for (const Writer& writer : writers) tokens.push_back(writer.token);
    PODPROMO_TRY(odds, decoder_.step(tokens, position, tokens_to_choose_from(vocabulary_)));
    take_choices(odds, writers, texts);
    PODPROMO_TRY(retire(writers, texts, position + 1, ended));
  }
  for (DecodedText& text : texts)
    if (!text.tokens.empty()) text.mean_log_probability /= static_cast<double>(text.tokens.size());
  return std::move(texts);
}

}  // namespace podpromo
