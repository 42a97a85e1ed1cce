#include "speech/whisper/batched/vocabulary.hpp"

#include <algorithm>
#include <utility>

#include "speech/whisper/languages.hpp"

namespace podpromo {

Vocabulary::Vocabulary(std::vector<std::string> texts, int size)
    : texts_(std::move(texts)), size_(size), languages_(languages_in(size)) {
  const auto blank = std::find(texts_.begin(), texts_.end(), " ");
  if (blank != texts_.end()) blank_ = static_cast<int>(blank - texts_.begin());
  const std::size_t ordinary = std::min(texts_.size(), static_cast<std::size_t>(end()));
  for (std::size_t id = 0; id < ordinary; ++id) {
    ids_.emplace(texts_[id], static_cast<int>(id));
    longest_ = std::max(longest_, texts_[id].size());
  }
}

std::vector<int> Vocabulary::tokens_of(std::string_view text) const {
  std::vector<int> tokens;
  while (!text.empty()) {
    std::size_t length = std::min(longest_, text.size());
    auto token = ids_.find(text.substr(0, length));
    while (token == ids_.end() && --length > 0) token = ids_.find(text.substr(0, length));
    if (token != ids_.end()) tokens.push_back(token->second);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return tokens;
}

bool Vocabulary::has_word(std::string_view word) const { return ids_.contains(" " + std::string(word)); }

}  // namespace podpromo
