#pragma once

#include "http/front.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// A file that signed links may open: "clips", "previews" or "uploads", an episode, and a plain file name.
struct LinkedFile {
  std::string area;
  EpisodeId episode;
  std::string name;
};

// From an area and "<episode>/<file>". Fails with not_found for anything else: no folders, no dots at the front.
Result<LinkedFile> linked_file(std::string_view area, std::string_view name);
fs::path path_of(const LinkedFile& file, const DataFolders& folders);

// "/api/download/<area>/<episode>/<file>", percent-encoded: what is signed.
std::string download_path(const LinkedFile& file);
// That path, signed. An inline link is played in the page, the other one is saved by the browser.
std::string inline_link(const LinkedFile& file, const LinkSigner& signer);
std::string download_link(const LinkedFile& file, const LinkSigner& signer);
// "/api/previews/get?name=…", signed.
std::string preview_link(const LinkedFile& file, const LinkSigner& signer);

}  // namespace podpromo
