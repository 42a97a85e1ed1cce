#include "speech/speaker_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <sstream>

namespace podpromo {

namespace {

constexpr double kCollarS = 0.25;

using Speakers = std::set<int>;

// A stretch in which nobody begins or ends to speak.
struct Stretch {
  double seconds = 0;
  Speakers reference;
  Speakers found;
};

Speakers who_at(std::span<const SpeakerTurn> turns, double instant) {
  Speakers who;
  for (const SpeakerTurn& turn : turns)
    if (turn.start <= instant && instant < turn.end) who.insert(turn.speaker);
  return who;
}

bool near_an_edge(std::span<const SpeakerTurn> turns, double instant) {
  return std::ranges::any_of(turns, [&](const SpeakerTurn& turn) {
    return std::abs(turn.start - instant) < kCollarS || std::abs(turn.end - instant) < kCollarS;
  });
}

// What counts of the time from the first to the last reference turn, cut wherever anything changes.
std::vector<Stretch> stretches_of(std::span<const SpeakerTurn> reference, std::span<const SpeakerTurn> found) {
  std::set<double> edges;
  double begin = std::numeric_limits<double>::max(), end = 0;
  for (const SpeakerTurn& turn : reference) {
    begin = std::min(begin, turn.start);
    end = std::max(end, turn.end);
    for (const double edge : {turn.start, turn.end}) edges.insert({edge - kCollarS, edge, edge + kCollarS});
  }
  for (const SpeakerTurn& turn : found) edges.insert({turn.start, turn.end});
  std::vector<Stretch> stretches;
  for (auto edge = edges.begin(); edge != edges.end() && std::next(edge) != edges.end(); ++edge) {
    const double next = *std::next(edge), middle = (*edge + next) / 2;
    if (middle < begin || middle > end || near_an_edge(reference, middle)) continue;
    stretches.push_back({next - *edge, who_at(reference, middle), who_at(found, middle)});
  }
  return stretches;
}

// Seconds for which a reference speaker and a found one are both named.
using Agreement = std::vector<std::vector<double>>;

Agreement agreement_of(const std::vector<Stretch>& stretches, std::size_t reference, std::size_t found) {
  Agreement seconds(reference, std::vector<double>(found, 0));
  for (const Stretch& stretch : stretches)
    for (const int one : stretch.reference)
      for (const int other : stretch.found)
        seconds[static_cast<std::size_t>(one)][static_cast<std::size_t>(other)] += stretch.seconds;
  return seconds;
}

// The best one-to-one matching by trying: each reference speaker in turn gets one of those left, or nobody. What is
// best for the speakers from `first` on depends only on who is taken.
class Matching {
 public:
  explicit Matching(const Agreement& seconds) : seconds_(seconds) {}
  double best(std::size_t first = 0, std::uint64_t taken = 0) {
    if (first == seconds_.size()) return 0;
    const auto known = memory_.find({first, taken});
    if (known != memory_.end()) return known->second;
    double most = best(first + 1, taken);
    for (std::size_t i = 0; i < seconds_[first].size(); ++i)
      if (const std::uint64_t bit = std::uint64_t{1} << i; (taken & bit) == 0 && seconds_[first][i] > 0)
        most = std::max(most, seconds_[first][i] + best(first + 1, taken | bit));
    return memory_[{first, taken}] = most;
  }

 private:
  const Agreement& seconds_;
  std::map<std::pair<std::size_t, std::uint64_t>, double> memory_;
};

}  // namespace

double SpeakerErrors::percent() const {
  return spoken_s > 0 ? 100 * (missed_s + invented_s + confused_s) / spoken_s : 0;
}

SpeakerErrors speaker_errors(std::span<const SpeakerTurn> reference, std::span<const SpeakerTurn> found) {
  SpeakerErrors errors{.speakers = speakers_in(reference), .found = speakers_in(found)};
  const auto stretches = stretches_of(reference, found);
  for (const Stretch& stretch : stretches) {
    const auto speaking = static_cast<double>(stretch.reference.size()),
               named = static_cast<double>(stretch.found.size());
    errors.spoken_s += stretch.seconds * speaking;
    errors.missed_s += stretch.seconds * std::max(0.0, speaking - named);
    errors.invented_s += stretch.seconds * std::max(0.0, named - speaking);
    errors.confused_s += stretch.seconds * std::min(speaking, named);
  }
  const Agreement agreement = agreement_of(stretches, errors.speakers, errors.found);
  errors.confused_s = std::max(0.0, errors.confused_s - Matching(agreement).best());
  return errors;
}

Result<std::vector<SpeakerTurn>> read_rttm(std::string_view text, std::string_view recording) {
  std::vector<SpeakerTurn> turns;
  std::map<std::string, int> numbers;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream fields(line);
    std::string kind, file, channel, nothing, name;
    double start = 0, seconds = 0;
    if (!(fields >> kind) || kind != "SPEAKER") continue;
    if (!(fields >> file >> channel >> start >> seconds >> nothing >> nothing >> name) || seconds < 0)
      return failure(Fault::bad_request, fmt::format("line {} of the speaker turns can't be read", number),
                     "Each is: SPEAKER recording channel start seconds <NA> <NA> name.");
    if (file != recording) continue;
    const int speaker = numbers.try_emplace(name, static_cast<int>(numbers.size())).first->second;
    turns.push_back({start, start + seconds, speaker});
  }
  return turns;
}

}  // namespace podpromo
