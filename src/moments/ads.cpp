#include "moments/ads.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
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
// Ads begin and end a few seconds beside where they are heard.
constexpr double kPadding = 10;
constexpr double kTalkHeardAsAd = 30;
constexpr double kOpenerReach = 40, kOpenerFade = 80, kOpenerWeight = 6;

struct Row {
  double start = 0, end = 0;
  double tokens = 0, cues = 0, chat = 0, repeated = 0;  // repeated is weighed by tokens
  bool opener = false;
  bool asks = false, back_to_talk = false;
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
    row.asks = sentences[s].question;
    row.back_to_talk = goes_back_to_talk(tokens);
    for (const auto& token : tokens) row.chat += (kinds_of(token) & word_kind::kChat) != 0;
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
class BestRuns {
 public:
  BestRuns(std::span<const Row> rows, std::span<const double> values)
      : rows_(rows), values_(values), best_(rows.size() + 1, 0), run_start_(rows.size() + 1, rows.size()) {}

  std::vector<AdBlock> found() {
    for (std::size_t end = 1; end <= rows_.size(); ++end) weigh_runs_to(end);
    std::vector<AdBlock> runs;
    for (std::size_t end = rows_.size(); end > 0;) {
      const std::size_t start = run_start_[end];
      if (start < rows_.size()) runs.push_back({rows_[start].start, rows_[end - 1].end});
      end = start < rows_.size() ? start : end - 1;
    }
    std::ranges::reverse(runs);
    return runs;
  }

 private:
  void weigh_runs_to(std::size_t end) {
    best_[end] = best_[end - 1];
    double sum = 0;
    for (std::size_t start = end; start-- > 0;) {
      sum += values_[start];
      const double seconds = rows_[end - 1].end - rows_[start].start;
      if (seconds > kLongest) break;
      const double cost = kLeaveCost + (rows_[start].start <= 5 ? kEnterCostAtStart : kEnterCost);
      if (seconds < kShortest || best_[start] + sum - cost <= best_[end]) continue;
      best_[end] = best_[start] + sum - cost;
      run_start_[end] = start;
    }
  }

  std::span<const Row> rows_;
  std::span<const double> values_;
  std::vector<double> best_;            // evidence in the rows before each
  std::vector<std::size_t> run_start_;  // where the run that ends before it begins; the number of rows: there is none
};

// The evidence of a row looks around it, so a run reaches into the talk beside the copy. Where that is plain it is cut
// back: to a spoken opening that nothing tells of before, and to where the talk goes on after all that tells.
AdRead cut_back(const AdBlock& run, std::span<const Row> rows) {
  const auto tells = [](const Row& row) { return row.opener || row.cues > 0; };
  const auto first = std::ranges::lower_bound(rows, run.start, {}, &Row::start);
  const auto end = std::ranges::upper_bound(rows, run.end, {}, &Row::end);
  AdRead read{run, {run.start - kPadding, run.end + kPadding}};
  const auto opening = std::find_if(first, end, tells);
  if (opening == end) return read;
  if (opening->opener) read.block.start = read.keep_away.start = opening->start;
  const auto after = std::find_if(std::reverse_iterator(end), std::reverse_iterator(opening), tells).base();
  const auto talk = std::find_if(after, end, [&](const Row& row) {
    return row.back_to_talk || (row.asks && run.end - row.start <= kTalkHeardAsAd);
  });
  if (talk != end) read.block.end = read.keep_away.end = talk->start;
  return read;
}

std::vector<AdRead> joined(const std::vector<AdRead>& reads) {
  std::vector<AdRead> all;
  for (const auto& read : reads) {
    if (!all.empty() && read.block.start - all.back().block.end < kJoin) {
      all.back().block.end = read.block.end;
      all.back().keep_away.end = read.keep_away.end;
    } else {
      all.push_back(read);
    }
  }
  return all;
}

}  // namespace

std::vector<AdRead> ads_in(const Transcript& transcript) {
  if (!is_english(transcript)) return {};
  const auto sentences = sentences_of(transcript, kAdSentences);
  const auto rows = rows_of(ad_tokens(transcript, sentences), sentences);
  const auto values = evidence(rows);
  std::vector<AdRead> reads;
  for (const AdBlock& run : BestRuns(rows, values).found()) reads.push_back(cut_back(run, rows));
  return joined(reads);
}

}  // namespace podpromo
