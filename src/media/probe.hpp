#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Options that every ffmpeg and ffprobe call puts before an input that came from outside: they keep a playlist
// disguised as media from naming other files, and a huge cover from filling the memory. Source: the formats'
// own protocol/format whitelists in ffmpeg's documentation.
std::vector<std::string> guarded_input(const fs::path& file);

// The arguments that make ffprobe print `file`'s facts as JSON.
std::vector<std::string> probe_arguments(const fs::path& file);
// Reads what they print. Fails with unreadable_media when there is no sound track, or nothing at all.
Result<MediaFacts> facts_from_probe(std::string_view json);

// Both, in a child with limits. Fails with unsupported_media (no media at all), unreadable_media (broken, no sound).
Result<MediaFacts> probe(const fs::path& file, std::stop_token stop = {});

}  // namespace podpromo
