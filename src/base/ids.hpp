#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace podpromo {

// Names an episode everywhere: in the API, on disk, in logs. Always 1 to 64 characters of A-Z a-z 0-9 _ -,
// so it can be part of a path or a URL as it stands.
class EpisodeId {
 public:
  // Fails with not_found when `text` can't be an id: what can't exist, isn't there.
  static Result<EpisodeId> parse(std::string_view text);
  // 32 hex digits from the kernel's random source: can't be guessed.
  static EpisodeId random();
  // The same id for the same content: the first 32 digits of its SHA-256.
  static EpisodeId of_content(std::string_view sha256_hex);

  const std::string& text() const { return text_; }
  auto operator<=>(const EpisodeId&) const = default;

 private:
  explicit EpisodeId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// Names a clip: 16 hex digits of SHA-256("episode:start_ms:end_ms"), so it never changes for a span.
class ClipId {
 public:
  ClipId() = default;
  static Result<ClipId> parse(std::string_view text);
  static ClipId of_span(const EpisodeId& episode, double start_s, double end_s);

  const std::string& text() const { return text_; }
  auto operator<=>(const ClipId&) const = default;

 private:
  explicit ClipId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace podpromo
