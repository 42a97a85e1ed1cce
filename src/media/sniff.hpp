#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace podpromo {

// One kind of media file we take. The whole list is accepted_media_types(); nothing else names them.
struct MediaType {
  std::string_view extension;  // lower case, without the dot
  std::string_view demuxer;    // by the name ffmpeg 5.1 gives it
  std::string_view mime;       // what a browser expects to be told
};

// mp3 wav m4a aac flac ogg opus mp4 mov mkv webm avi, in this order.
std::span<const MediaType> accepted_media_types();
// "mp3, wav, …, avi", for people.
std::string accepted_extensions_text();
// Whether the name ends in one of them, whatever its case.
bool is_accepted_extension(const fs::path& file);

// How many first bytes media_kind needs to tell everything it can.
constexpr std::size_t kSniffBytes = 4096;
// The extension of the accepted type that a file with these first bytes is, whatever it is called; an MPEG-4 file
// without a telling brand is "mp4". Signatures are those of the formats' specifications. Says nothing about
// whether the rest of the file is sound. Fails with unsupported_media when they belong to none.
Result<std::string_view> media_kind(std::string_view first_bytes);

}  // namespace podpromo
