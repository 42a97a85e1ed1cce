#include "moments/ads.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "moments/ad_cues.hpp"
#include "moments/repeats.hpp"
#include "moments/sentences.hpp"
#include "moments/tokens.hpp"
#include "moments/word_lists.hpp"

namespace podpromo {

namespace {

// Ad reads are one speaker or many, so speakers don't count; music beds leave gaps.
constexpr SentenceRules kAdSentences{.at_speakers = false, .longest_gap_s = 1.2, .most_words = 40};

// Logistic regression over labelled sentences of seven shows, each judged by the six others.
struct Weight {
  double mean, deviation, weight;
  double of(double value) const { return (value - mean) / deviation * weight; }
};
constexpr double kBias = -6.151;
constexpr Weight kCuesNear{.2887, .5455, .277}, kCuesAround{.5844, .7344, 1.328}, kChat{.1011, .0556, -1.715},
    kRepeated{.0330, .1668, .800};

constexpr double kEnterCost = 4, kEnterCostAtStart = 2, kLeaveCost = 4;
constexpr double kShortest = 15, kLongest = 260, kJoin = 8;
constexpr double kOpenerReach = 40, kOpenerFade = 80, kOpenerWeight = 6;

struct Row {
  double start = 0, end = 0;
  double tokens = 0, cues = 0, chat = 0, repeated = 0;  // repeated is weighed by tokens
  bool opener = false;
};

// Recognisers split "start.com" and "AI-powered"; the pieces belong together.
bool is_continuation(const std::string& word) {
  return !word.empty() && (word[0] == '.' || word[0] == '-' || word[0] == '\'');
}

struct AdTokens {
  std::vector<std::string> tokens;
  std::vector<double> seconds;
  std::vector<std::size_t> first_of;  // for each sentence its first token, and one past the last at the end
};

AdTokens ad_tokens(const Transcript& transcript, std::span<const Sentence> sentences) {
  AdTokens all;
  for (const auto& sentence : sentences) {
    all.first_of.push_back(all.tokens.size());
    for (std::size_t i = sentence.first; i < sentence.last;) {
      std::string glued = transcript.words[i].text;
      const double start = transcript.words[i].start;
      for (++i; i < sentence.last && is_continuation(transcript.words[i].text); ++i) glued += transcript.words[i].text;
      if (auto token = ad_token_of(glued); !token.empty()) {
        all.tokens.push_back(std::move(token));
        all.seconds.push_back(start);
      }
    }
  }
  all.first_of.push_back(all.tokens.size());
  return all;
}

std::vector<Row> rows_of(const AdTokens& all, std::span<const Sentence> sentences) {
  const Repeats repeats = repeats_of(all.tokens, all.seconds);
  std::vector<Row> rows;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::size_t first = all.first_of[s], count = all.first_of[s + 1] - first;
    const auto tokens = std::span(all.tokens).subspan(first, count);
    Row row{.start = sentences[s].start, .end = sentences[s].end, .tokens = static_cast<double>(count)};
    row.cues = static_cast<double>(ad_cues_in(tokens));
    row.opener = opens_an_ad(tokens);
    for (const auto& token : tokens) row.chat += (kinds_of(token) & word_kind::chat) != 0;
    const auto marks = std::span(repeats.anywhere).subspan(first, count);
    const double n = std::accumulate(marks.begin(), marks.end(), 0.0);
    if (count > 0) row.repeated = row.tokens * std::min(1.0, 1.5 * n / (8 * row.tokens));
    rows.push_back(row);
  }
  return rows;
}

// Sums of one property over all rows that touch a window around a row.
class Windows {
 public:
  Windows(std::span<const Row> rows, double Row::* property) : rows_(rows), sums_{0} {
    for (const auto& row : rows) sums_.push_back(sums_.back() + row.*property);
  }
  double around(std::size_t i, double reach) const {
    const double from = rows_[i].start - reach, to = rows_[i].end + reach;
    const auto first = std::ranges::lower_bound(rows_, from, {}, &Row::end) - rows_.begin();
    const auto last = std::ranges::upper_bound(rows_, to, {}, &Row::start) - rows_.begin();
    return last > first ? sums_[static_cast<std::size_t>(last)] - sums_[static_cast<std::size_t>(first)] : 0;
  }

 private:
  std::span<const Row> rows_;
  std::vector<double> sums_;
};

// How much more likely an ad than talk, in logits weighed by length; above zero is an ad.
std::vector<double> evidence(std::span<const Row> rows) {
  const Windows tokens(rows, &Row::tokens), cues(rows, &Row::cues), chat(rows, &Row::chat),
      repeated(rows, &Row::repeated);
  std::vector<double> values;
  double opener_at = -1e9;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].opener) opener_at = rows[i].start;
    const double since = rows[i].start - opener_at;
    const double opener = since <= kOpenerReach ? 1 - since / kOpenerFade : 0;
    const double score = kBias + kCuesNear.of(std::sqrt(cues.around(i, 15))) +
                         kCuesAround.of(std::sqrt(cues.around(i, 40))) +
                         kChat.of(chat.around(i, 15) / std::max(1.0, tokens.around(i, 15))) +
                         kRepeated.of(repeated.around(i, 10) / std::max(1.0, tokens.around(i, 10)));
    const double seconds = std::clamp(rows[i].end - rows[i].start, 0.0, 12.0);
    values.push_back(std::clamp(score + 1 + kOpenerWeight * opener, -6.0, 6.0) * seconds * 0.2);
  }
  return values;
}

// The disjoint runs of rows with the most evidence together, each paying to begin and to end.
std::vector<AdBlock> best_runs(std::span<const Row> rows, std::span<const double> values) {
  const std::size_t n = rows.size();
  std::vector<double> best(n + 1, 0);            // of the rows before i
  std::vector<std::size_t> run_start(n + 1, n);  // where the run that ends at row i-1 begins; n: there is none
  for (std::size_t i = 1; i <= n; ++i) {
    best[i] = best[i - 1];
    double sum = 0;
    for (std::size_t s = i; s-- > 0;) {
      sum += values[s];
      const double seconds = rows[i - 1].end - rows[s].start;
      if (seconds > kLongest) break;
      if (seconds < kShortest) continue;
      const double enter = rows[s].start <= 5 ? kEnterCostAtStart : kEnterCost;
      if (const double total = best[s] + sum - enter - kLeaveCost; total > best[i]) {
        best[i] = total;
        run_start[i] = s;
      }
    }
  }
  std::vector<AdBlock> runs;
  for (std::size_t i = n; i > 0;) {
    if (run_start[i] == n) {
      --i;
      continue;
    }
    runs.push_back({rows[run_start[i]].start, rows[i - 1].end});
    i = run_start[i];
  }
  std::ranges::reverse(runs);
  return runs;
}

std::vector<AdBlock> joined(const std::vector<AdBlock>& runs) {
  std::vector<AdBlock> blocks;
  for (const auto& run : runs) {
    if (!blocks.empty() && run.start - blocks.back().end < kJoin)
      blocks.back().end = run.end;
    else
      blocks.push_back(run);
  }
  return blocks;
}

}  // namespace

std::vector<AdBlock> ads_in(const Transcript& transcript) {
  if (!is_english(transcript)) return {};
  const auto sentences = sentences_of(transcript, kAdSentences);
  const auto rows = rows_of(ad_tokens(transcript, sentences), sentences);
  return joined(best_runs(rows, evidence(rows)));
}

}  // namespace podpromo
