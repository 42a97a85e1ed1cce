#include "speech/whisper/batched/vocabulary.hpp"

#include <algorithm>
#include <utility>

#include "speech/whisper/languages.hpp"

namespace podpromo {

Vocabulary::Vocabulary(std::vector<std::string> texts, int size)
    : texts_(std::move(texts)), size_(size), languages_(languages_in(size)) {
  const auto blank = std::find(texts_.begin(), texts_.end(), " ");
  if (blank != texts_.end()) blank_ = static_cast<int>(blank - texts_.begin());
}

}  // namespace podpromo
