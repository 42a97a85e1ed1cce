#include "speech/speakers/ward_tree.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace podpromo {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

float squared_distance(const Voiceprint& a, const Voiceprint& b) {
  float sum = 0;
  for (std::size_t i = 0; i < kVoiceprintSize; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// The distances between the groups that are left, and who is nearest to whom.
class Forest {
 public:
  explicit Forest(std::span<const VoiceGroup> groups)
      : count_(groups.size()), distances_(count_ * count_), nearest_(count_, kNone), alive_(count_) {
    std::iota(alive_.begin(), alive_.end(), std::size_t{0});
    for (const VoiceGroup& group : groups) sizes_.push_back(static_cast<float>(group.size));
    for (std::size_t i = 0; i < count_; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const float weight = 2 * sizes_[i] * sizes_[j] / (sizes_[i] + sizes_[j]);
        at(i, j) = at(j, i) = weight * squared_distance(groups[i].mean, groups[j].mean);
      }
    for (const std::size_t group : alive_) find_nearest(group);
  }

  Merge join_closest() {
    const std::size_t one = *std::min_element(alive_.begin(), alive_.end(), [&](std::size_t a, std::size_t b) {
      return at(a, nearest_[a]) < at(b, nearest_[b]);
    });
    const Merge merge{std::min(one, nearest_[one]), std::max(one, nearest_[one])};
    alive_.erase(std::lower_bound(alive_.begin(), alive_.end(), merge.gone));
    update_distances(merge);
    sizes_[merge.kept] += sizes_[merge.gone];
    update_nearest(merge);
    return merge;
  }

 private:
  float& at(std::size_t i, std::size_t j) { return distances_[i * count_ + j]; }

  void find_nearest(std::size_t group) {
    nearest_[group] = kNone;
    for (const std::size_t other : alive_)
      if (other != group && (nearest_[group] == kNone || at(group, other) < at(group, nearest_[group])))
        nearest_[group] = other;
  }

  // Lance and Williams' formula: the new distance follows from the old ones.
  void update_distances(const Merge& merge) {
    const float kept = sizes_[merge.kept], gone = sizes_[merge.gone], between = at(merge.kept, merge.gone);
    for (const std::size_t other : alive_) {
      if (other == merge.kept) continue;
      const float size = sizes_[other];
      const float sum = (kept + size) * at(merge.kept, other) + (gone + size) * at(merge.gone, other) - size * between;
      at(merge.kept, other) = at(other, merge.kept) = sum / (kept + gone + size);
    }
  }

  void update_nearest(const Merge& merge) {
    find_nearest(merge.kept);
    for (const std::size_t other : alive_) {
      if (other == merge.kept) continue;
      const bool lost_it = nearest_[other] == merge.kept || nearest_[other] == merge.gone;
      if (lost_it)
        find_nearest(other);
      else if (at(other, merge.kept) < at(other, nearest_[other]))
        nearest_[other] = merge.kept;
    }
  }

  std::size_t count_;
  std::vector<float> distances_;
  std::vector<float> sizes_;
  std::vector<std::size_t> nearest_;
  std::vector<std::size_t> alive_;  // in order
};

}  // namespace

std::vector<Merge> ward_merges(std::span<const VoiceGroup> groups) {
  std::vector<Merge> merges;
  if (groups.size() < 2) return merges;
  Forest forest(groups);
  while (merges.size() + 1 < groups.size()) merges.push_back(forest.join_closest());
  return merges;
}

std::vector<std::size_t> cut_tree(std::span<const Merge> merges, std::size_t leaves, std::size_t count) {
  std::vector<std::size_t> joined_to(leaves);
  std::iota(joined_to.begin(), joined_to.end(), std::size_t{0});
  for (const Merge& merge : merges.first(leaves - std::min(leaves, count))) joined_to[merge.gone] = merge.kept;
  std::vector<std::size_t> number(leaves, kNone), groups(leaves);
  std::size_t found = 0;
  // A group goes by its lowest leaf, which therefore comes first.
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    std::size_t root = leaf;
    while (joined_to[root] != root) root = joined_to[root];
    if (number[root] == kNone) number[root] = found++;
    groups[leaf] = number[root];
  }
  return groups;
}

}  // namespace podpromo
