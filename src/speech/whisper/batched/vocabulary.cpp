#include "speech/whisper/batched/vocabulary.hpp"

#include <algorithm>

namespace podpromo {

namespace {

constexpr int kTokensOfEnglishModels = 51864;
constexpr int kTokensBesideLanguages = 51766;

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> texts, int size) : texts_(std::move(texts)), size_(size) {
  if (size_ > kTokensOfEnglishModels) languages_ = size_ - kTokensBesideLanguages;
  const auto blank = std::find(texts_.begin(), texts_.end(), " ");
  if (blank != texts_.end()) blank_ = static_cast<int>(blank - texts_.begin());
}

}  // namespace podpromo
