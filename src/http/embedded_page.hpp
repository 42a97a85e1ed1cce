#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace podpromo {

// A file of the page as the build put it into the program.
struct EmbeddedFile {
  std::string_view path;  // relative, with slashes: "index.html", "assets/app-1a2b.js"
  std::span<const std::byte> bytes;
  std::string_view sha256;  // of the bytes, in hex: made for an ETag
};

// Every file of the page, ordered by path; "index.html" is always among them. Defined by podpromo_embed() in
// cmake/embed.cmake; the bytes live as long as the program.
std::span<const EmbeddedFile> embedded_page();

}  // namespace podpromo
