#include "moments/phrases.hpp"

#include <algorithm>

namespace podpromo {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool matches(std::string_view pattern, std::string_view token) {
  if (!pattern.ends_with('*')) return pattern == token;
  pattern.remove_suffix(1);
  return token.starts_with(pattern);
}

bool matches_at_start(const std::vector<std::string>& phrase, std::span<const std::string> tokens) {
  if (phrase.size() > tokens.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i)
    if (!matches(phrase[i], tokens[i])) return false;
  return true;
}

}  // namespace

Phrases::Phrases(const std::vector<std::string_view>& patterns) {
  for (const auto pattern : patterns) {
    std::vector<Phrase> expanded{{}};
    for (const auto& word : split(pattern, ' ')) {
      std::vector<Phrase> longer;
      for (const auto& choice : split(word, '/')) {
        for (auto phrase : expanded) {
          phrase.push_back(choice);
          longer.push_back(std::move(phrase));
        }
      }
      expanded = std::move(longer);
    }
    for (const auto& phrase : expanded) add(phrase);
  }
}

void Phrases::add(const Phrase& phrase) {
  if (phrase.front().ends_with('*'))
    by_beginning_.push_back(phrase);
  else
    by_first_word_[phrase.front()].push_back(phrase);
}

std::size_t Phrases::length_at_start(std::span<const std::string> tokens) const {
  std::size_t longest = 0;
  if (tokens.empty()) return longest;
  const auto look = [&](const std::vector<Phrase>& phrases) {
    for (const auto& phrase : phrases)
      if (phrase.size() > longest && matches_at_start(phrase, tokens)) longest = phrase.size();
  };
  if (const auto found = by_first_word_.find(tokens.front()); found != by_first_word_.end()) look(found->second);
  look(by_beginning_);
  return longest;
}

std::size_t Phrases::count(std::span<const std::string> tokens, std::size_t at_most) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < tokens.size() && found < at_most;) {
    const std::size_t length = length_at_start(tokens.subspan(i));
    if (length > 0) ++found;
    i += std::max<std::size_t>(length, 1);
  }
  return found;
}

}  // namespace podpromo
