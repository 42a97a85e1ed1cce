#include "speech/speakers/tell_apart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "speech/speakers/ward_tree.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostVoices = 10;  // that are looked for unasked
// Prints of two voices are less alike than this share of how alike those of one voice are; the prints of one voice's
// two halves are more.
constexpr float kAlike = 0.882F;
constexpr int kRounds = 5;  // of giving prints to the nearest voice
constexpr std::size_t kFewestPrints = 3;
constexpr std::size_t kEnoughPrints = 20;
constexpr double kSmallestShare = 0.015;
// So many groups go into one tree; of more, the closest are joined before the next prints are looked at.
constexpr std::size_t kLargestTree = 2048;
constexpr std::size_t kGroupsKept = 256;

using Labels = std::vector<std::size_t>;
constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

float alikeness(const Voiceprint& a, const Voiceprint& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

Voiceprint at_length_one(Voiceprint print) {
  const float length = std::sqrt(alikeness(print, print));
  if (length > 0) std::transform(print.begin(), print.end(), print.begin(), [&](float x) { return x / length; });
  return print;
}

// The leaves of the last tree, and which of them each print is in.
struct Leaves {
  std::vector<VoiceGroup> groups;
  Labels of_print;
};

VoiceGroup joined(const VoiceGroup& a, const VoiceGroup& b) {
  VoiceGroup both{{}, a.size + b.size};
  const float part = static_cast<float>(a.size / both.size);
  for (std::size_t i = 0; i < kVoiceprintSize; ++i) both.mean[i] = part * a.mean[i] + (1 - part) * b.mean[i];
  return both;
}

void join_the_closest(Leaves& leaves) {
  const auto merges = ward_merges(leaves.groups);
  const Labels fewer = cut_tree(merges, leaves.groups.size(), kGroupsKept);
  std::vector<VoiceGroup> groups(kGroupsKept, VoiceGroup{{}, 0});
  for (std::size_t i = 0; i < fewer.size(); ++i) groups[fewer[i]] = joined(groups[fewer[i]], leaves.groups[i]);
  for (std::size_t& leaf : leaves.of_print) leaf = fewer[leaf];
  leaves.groups = std::move(groups);
}

Leaves leaves_of(std::span<const Voiceprint> prints) {
  Leaves leaves;
  for (const Voiceprint& print : prints) {
    if (leaves.groups.size() == kLargestTree) join_the_closest(leaves);
    leaves.of_print.push_back(leaves.groups.size());
    leaves.groups.push_back({print, 1});
  }
  return leaves;
}

// Prints by voice: their sum, how many there are, and how alike any two of them are on average.
struct Voices {
  std::vector<Voiceprint> sums;
  std::vector<std::size_t> prints;
  std::vector<float> unity;
};

// The sum of prints is the longer the more alike they are: its square is the sum of all their products, each with
// itself included.
float unity_of(const Voiceprint& sum, std::size_t prints) {
  const auto count = static_cast<float>(prints);
  return prints < 2 ? 1 : (alikeness(sum, sum) - count) / (count * (count - 1));
}

Voices voices_of(std::span<const Voiceprint> prints, const Labels& labels, std::size_t count) {
  Voices voices{std::vector<Voiceprint>(count), std::vector<std::size_t>(count, 0), {}};
  for (std::size_t i = 0; i < prints.size(); ++i) {
    Voiceprint& sum = voices.sums[labels[i]];
    std::transform(sum.begin(), sum.end(), prints[i].begin(), sum.begin(), std::plus<>());
    ++voices.prints[labels[i]];
  }
  for (std::size_t i = 0; i < count; ++i) voices.unity.push_back(unity_of(voices.sums[i], voices.prints[i]));
  return voices;
}

Labels nearest_of(std::span<const Voiceprint> prints, const std::vector<Voiceprint>& centres) {
  Labels labels;
  for (const Voiceprint& print : prints) {
    const auto nearest = std::max_element(
        centres.begin(), centres.end(),
        [&](const Voiceprint& a, const Voiceprint& b) { return alikeness(print, a) < alikeness(print, b); });
    labels.push_back(static_cast<std::size_t>(nearest - centres.begin()));
  }
  return labels;
}

// A way to see the prints: whose each is.
struct View {
  Labels labels;
  Voices voices;
};

// The tree cut into `count` groups, of which those with too few prints are given to the others, and then each print to
// the voice it is nearest to.
std::optional<View> view_of(std::span<const Voiceprint> prints, const Labels& groups, std::size_t count) {
  const auto share = static_cast<std::size_t>(kSmallestShare * static_cast<double>(prints.size()));
  const std::size_t fewest = std::clamp(share, kFewestPrints, kEnoughPrints);
  const Voices all = voices_of(prints, groups, count);
  std::vector<Voiceprint> centres;
  for (std::size_t i = 0; i < count; ++i)
    if (all.prints[i] >= fewest) centres.push_back(at_length_one(all.sums[i]));
  if (centres.size() < 2) return std::nullopt;
  View view;
  for (int round = 0; round < kRounds; ++round) {
    view.labels = nearest_of(prints, centres);
    view.voices = voices_of(prints, view.labels, centres.size());
    std::ranges::transform(view.voices.sums, centres.begin(), at_length_one);
  }
  const bool all_heard = std::ranges::min(view.voices.prints) >= fewest;
  return all_heard ? std::optional(std::move(view)) : std::nullopt;
}

// How alike two prints of different voices are on average, of how alike two of the same voice are. Unlike the angle
// between centres it doesn't grow with the number of prints.
float likeness(const Voices& voices, std::size_t a, std::size_t b) {
  const auto pairs = static_cast<float>(voices.prints[a] * voices.prints[b]);
  const float between = alikeness(voices.sums[a], voices.sums[b]) / pairs;
  return between / std::sqrt(voices.unity[a] * voices.unity[b]);
}

float most_alike(const Voices& voices) {
  float most = -1;
  for (std::size_t i = 0; i < voices.sums.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) most = std::max(most, likeness(voices, i, j));
  return most;
}

// The tree over the prints, and how it looks cut.
class Tree {
 public:
  explicit Tree(std::span<const Voiceprint> prints)
      : prints_(prints), leaves_(leaves_of(prints)), merges_(ward_merges(leaves_.groups)) {}

  Labels cut(std::size_t count) const {
    const Labels groups = cut_tree(merges_, leaves_.groups.size(), count);
    Labels labels;
    for (const std::size_t leaf : leaves_.of_print) labels.push_back(groups[leaf]);
    return labels;
  }
  std::optional<View> view(std::size_t count) const { return view_of(prints_, cut(count), count); }
  std::size_t most_groups() const { return leaves_.groups.size(); }

 private:
  std::span<const Voiceprint> prints_;
  Leaves leaves_;
  std::vector<Merge> merges_;
};

Labels different_voices(const Tree& tree, std::size_t prints) {
  Labels best(prints, 0);
  for (std::size_t count = 2; count <= std::min(kMostVoices, tree.most_groups()); ++count)
    if (auto view = tree.view(count); view && most_alike(view->voices) < kAlike) best = std::move(view->labels);
  return best;
}

// Odd sounds make small groups of their own, so the tree may have to be cut finer to have as many voices.
Labels so_many_voices(const Tree& tree, std::size_t wanted) {
  const std::size_t finest = std::min(wanted + kMostVoices, tree.most_groups());
  for (std::size_t count = wanted; count <= finest; ++count)
    if (auto view = tree.view(count); view && view->voices.prints.size() == wanted) return std::move(view->labels);
  return tree.cut(std::min(wanted, tree.most_groups()));
}

Labels in_order_of_appearance(Labels labels) {
  std::vector<std::size_t> numbers;
  for (std::size_t& label : labels) {
    if (label >= numbers.size()) numbers.resize(label + 1, kNobody);
    if (numbers[label] == kNobody)
      numbers[label] =
          static_cast<std::size_t>(std::ranges::count_if(numbers, [](std::size_t n) { return n != kNobody; }));
    label = numbers[label];
  }
  return labels;
}

}  // namespace

std::vector<std::size_t> told_apart(std::span<const Voiceprint> prints, std::size_t wanted) {
  if (prints.size() < 2 || wanted == 1) return Labels(prints.size(), 0);
  const Tree tree(prints);
  return in_order_of_appearance(wanted == 0 ? different_voices(tree, prints.size()) : so_many_voices(tree, wanted));
}

}  // namespace podpromo
