#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "episode/media_facts.hpp"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The options, `-i` and the name with which every ffmpeg and ffprobe call takes an input that came from outside.
// They keep a playlist disguised as media from naming other files or hosts, a huge cover from filling the memory,
// and a name like "-y" or "concat:a" from being anything but a name. Source: "Format Options" and "Protocol
// Options" of ffmpeg's documentation.
std::vector<std::string> guarded_input(const fs::path& file);

// The arguments that make ffprobe print `file`'s facts as JSON.
std::vector<std::string> probe_arguments(const fs::path& file);
// Reads what they print; `bytes` stays 0 unless ffprobe knows it. The sound is the likeliest of those that can be
// decoded, by what the file says of them. Fails with unreadable_media when there is none.
Result<MediaFacts> facts_from_probe(std::string_view json);

inline constexpr double kLongestEpisodeS = 24 * 3600;
// What a longer one is answered with.
std::unexpected<Error> too_long();

// Both, in the media jail. Fails with not_found, bad_request (a folder or device), unsupported_media (no media at all,
// or of a kind we don't take), unreadable_media (broken, no sound), too_large (says that it is longer than a day). What
// passes may still turn out to hold not one sample.
Result<MediaFacts> probe(const fs::path& file, std::stop_token stop = {});

}  // namespace podpromo
