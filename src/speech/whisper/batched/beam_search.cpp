#include "speech/whisper/batched/beam_search.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "speech/whisper/batched/token_choice.hpp"
#include "speech/words/non_speech.hpp"

namespace podpromo {

// One version of a text.
struct BeamSearch::Version {
  std::vector<int> tokens;
  std::vector<double> probabilities;
  double log_probability = 0;  // of all its tokens, the end among them
  std::size_t parent = 0;      // which of the versions before it goes on

  Version with(const Choice& choice, std::size_t from) const {
    Version longer = *this;
    longer.parent = from;
    longer.log_probability += std::log(choice.probability * choice.boost);
    longer.tokens.push_back(choice.token);
    longer.probabilities.push_back(choice.probability);
    return longer;
  }
  double mean() const { return log_probability / static_cast<double>(std::max<std::size_t>(tokens.size(), 1)); }
};

// All versions of one text. Those that go on are remembered in rows of their own, one after the other.
struct BeamSearch::Bundle {
  std::size_t text = 0;  // which of all
  std::size_t most_tokens = 0;
  std::vector<Version> live;
  std::vector<Version> ended;

  bool is_done(std::size_t beams) const {
    if (ended.size() >= beams || live.front().tokens.size() >= most_tokens) return true;
    return std::all_of(live.begin(), live.end(), [](const Version& v) { return ends_in_circles(v.tokens); });
  }
  const Version& best() const {
    const std::vector<Version>& all = ended.empty() ? live : ended;
    const auto worse = [](const Version& a, const Version& b) {
      const bool a_circles = runs_in_circles(a.tokens), b_circles = runs_in_circles(b.tokens);
      return a_circles != b_circles ? a_circles : a.mean() < b.mean();
    };
    return *std::max_element(all.begin(), all.end(), worse);
  }
  void write(DecodedText& to) const {
    const Version& version = best();
    to.tokens = version.tokens;
    to.probabilities = version.probabilities;
    to.runs_in_circles = runs_in_circles(version.tokens);
    for (const double probability : version.probabilities) to.mean_log_probability += std::log(probability);
    if (!version.tokens.empty()) to.mean_log_probability /= static_cast<double>(version.tokens.size());
  }
};

// The first word of each text: as many versions as there are beams, which share what came before.
Result<std::vector<BeamSearch::Bundle>> BeamSearch::begin(std::span<const double> seconds, std::size_t position) {
  const std::vector<int> tokens(seconds.size(), vocabulary_.no_times());
  PODPROMO_TRY(odds, decoder_.step(tokens, position, tokens_to_choose_from(vocabulary_)));
  const std::vector<Boost> to_begin = bias_.after({});
  std::vector<Bundle> bundles;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    bundles.push_back({.text = i, .most_tokens = most_tokens_in(seconds[i]), .live = {}, .ended = {}});
    for (const Choice& choice : likeliest(odds.of(i), beams_, {vocabulary_, true, to_begin}))
      bundles.back().live.push_back(Version().with(choice, 0));
  }
  // From the last on, since the rows of a text reach over those of the texts after it.
  for (std::size_t i = seconds.size(); i-- > 0;)
    for (std::size_t beam = beams_; beam-- > 0;) memory_.copy_text(i, i * beams_ + beam, position + 1);
  return bundles;
}

// The first that goes on from a version stays in its row; others take the rows of versions that nobody goes on from.
void BeamSearch::keep_rows(std::vector<Version> chosen, std::size_t first_row, std::size_t position, Bundle& bundle) {
  std::vector<std::optional<Version>> rows(beams_);
  std::vector<Version> others;
  for (Version& version : chosen) {
    std::optional<Version>& row = rows[version.parent];
    if (row)
      others.push_back(std::move(version));
    else
      row = std::move(version);
  }
  for (std::size_t row = 0; row < beams_; ++row) {
    if (!rows[row]) {
      memory_.copy_text(first_row + others.back().parent, first_row + row, position);
      rows[row] = std::move(others.back());
      others.pop_back();
    }
    bundle.live[row] = *std::move(rows[row]);
  }
}

void BeamSearch::go_on(const Odds& odds, std::size_t first_row, std::size_t position, Bundle& bundle) {
  struct Candidate {
    double log_probability = 0;
    std::size_t parent = 0;
    Choice choice;
  };
  std::vector<Candidate> candidates;
  // One more than there are beams: the end may be among them.
  for (std::size_t beam = 0; beam < beams_; ++beam) {
    const Version& version = bundle.live[beam];
    const std::vector<Boost> boosts = bias_.after(version.tokens);
    for (const Choice& choice : likeliest(odds.of(first_row + beam), beams_ + 1, {vocabulary_, false, boosts}))
      candidates.push_back({version.log_probability + std::log(choice.probability * choice.boost), beam, choice});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.log_probability > b.log_probability; });
  std::vector<Version> chosen;
  for (const Candidate& candidate : candidates) {
    if (chosen.size() == beams_) break;
    const Version& version = bundle.live[candidate.parent];
    if (candidate.choice.token != vocabulary_.end()) {
      chosen.push_back(version.with(candidate.choice, candidate.parent));
    } else if (bundle.ended.size() < beams_) {
      bundle.ended.push_back(version);
      bundle.ended.back().log_probability = candidate.log_probability;
    }
  }
  keep_rows(std::move(chosen), first_row, position, bundle);
}

// The last bundle changes places with one that is done, so that slots and rows in use stay the first ones.
Done BeamSearch::retire(std::vector<Bundle>& bundles, std::vector<DecodedText>& texts, std::size_t position,
                        const TextEnded& ended) {
  for (std::size_t slot = bundles.size(); slot-- > 0;) {
    if (!bundles[slot].is_done(beams_)) continue;
    const std::size_t last = bundles.size() - 1, number = bundles[slot].text;
    bundles[slot].write(texts[number]);
    PODPROMO_TRY(ended(number, slot, texts[number]));
    memory_.swap_sounds(last, slot);
    for (std::size_t beam = 0; beam < beams_; ++beam)
      memory_.copy_text(last * beams_ + beam, slot * beams_ + beam, position);
    texts[bundles[last].text].slot = slot;
    texts[number].slot = last;
    std::swap(bundles[slot], bundles.back());
    bundles.pop_back();
  }
  return {};
}

Result<std::vector<DecodedText>> BeamSearch::texts(std::span<const double> seconds, std::span<const int> languages,
                                                   const TextEnded& ended) {
  PODPROMO_TRY(opening, open_texts(vocabulary_, decoder_, languages));
  PODPROMO_TRY(bundles, begin(seconds, opening.position));
  for (std::size_t position = opening.position + 1; !bundles.empty(); ++position) {
    std::vector<int> tokens;
    for (const Bundle& bundle : bundles)
      for (const Version& version : bundle.live) tokens.push_back(version.tokens.back());
    PODPROMO_TRY(odds, decoder_.step(tokens, position, tokens_to_choose_from(vocabulary_), beams_));
    for (std::size_t slot = 0; slot < bundles.size(); ++slot) go_on(odds, slot * beams_, position + 1, bundles[slot]);
    PODPROMO_TRY(retire(bundles, opening.texts, position + 1, ended));
  }
  return std::move(opening.texts);
}

}  // namespace podpromo
