#pragma once

#include "base/result.hpp"
#include "episode/clip.hpp"
#include "episode/media_facts.hpp"
#include "episode/render.hpp"
#include "episode/sound.hpp"
#include "episode/transcript.hpp"

#include <concepts>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace podpromo {

// A whole number as somebody wrote it. Throws nlohmann::json::exception for a fraction and for one that a Number can't
// hold: the library would make any other number of them.
template <std::integral Number>
Number whole_number(const nlohmann::json& in) {
  if (in.is_number_unsigned()) {
    if (const auto value = in.get<std::uint64_t>(); std::in_range<Number>(value)) return static_cast<Number>(value);
  } else if (in.is_number_integer()) {
    if (const auto value = in.get<std::int64_t>(); std::in_range<Number>(value)) return static_cast<Number>(value);
  }
  throw nlohmann::json::other_error::create(501, "not a whole number within its range", nullptr);
}

// The one JSON form of each noun, on disk and in files people keep; docs/data-on-disk.md describes the fields.
// The readers throw nlohmann::json::exception on anything that is not what the writers write;
// `from_json_text` below turns that into an Error.
void to_json(nlohmann::json& json, const MediaFacts& facts);
void from_json(const nlohmann::json& json, MediaFacts& facts);
void to_json(nlohmann::json& json, const Sound& sound);
void from_json(const nlohmann::json& json, Sound& sound);
void to_json(nlohmann::json& json, const Word& word);
void from_json(const nlohmann::json& json, Word& word);
void to_json(nlohmann::json& json, const Transcript& transcript);
void from_json(const nlohmann::json& json, Transcript& transcript);
void to_json(nlohmann::json& json, const Clip& clip);
void from_json(const nlohmann::json& json, Clip& clip);
void to_json(nlohmann::json& json, const Moments& moments);
void from_json(const nlohmann::json& json, Moments& moments);
void to_json(nlohmann::json& json, const Render& render);
void from_json(const nlohmann::json& json, Render& render);

// Parses `text` as a T; fails with internal and the parser's message as detail.
template <typename T>
Result<T> from_json_text(std::string_view text) {
  try {
    return nlohmann::json::parse(text).get<T>();
  } catch (const nlohmann::json::exception& trouble) {
    return failure(Fault::internal, "a stored file is damaged", "Run the same command again; it is made anew.",
                   trouble.what());
  }
}

// Ends with a line feed. Bytes that are not UTF-8 become U+FFFD, so writing never throws.
std::string json_text(const nlohmann::json& json, int indent = 1);

}  // namespace podpromo
