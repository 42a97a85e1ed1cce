#include "http/routes/file_links.hpp"

#include "http/router.hpp"

namespace podpromo {

namespace {

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

}  // namespace

Result<LinkedFile> linked_file(std::string_view area, std::string_view name) {
  const auto slash = name.find('/');
  const bool known = area == "clips" || area == "previews" || area == "uploads";
  if (!known || slash == std::string_view::npos || !is_plain_name(name.substr(slash + 1)))
    return failure(Fault::not_found, "there is no such file");
  const std::string_view file = name.substr(slash + 1);
  if (area == "uploads" && !file.starts_with("source.")) return failure(Fault::not_found, "there is no such file");
  PODPROMO_TRY(episode, EpisodeId::parse(name.substr(0, slash)));
  return LinkedFile{std::string(area), std::move(episode), std::string(file)};
}

fs::path path_of(const LinkedFile& file, const DataFolders& folders) {
  if (file.area == "previews") return folders.previews(file.episode) / file.name;
  if (file.area == "uploads") return folders.episode(file.episode) / file.name;
  return folders.clips_of(file.episode) / file.name;
}

std::string download_path(const LinkedFile& file) {
  return "/api/download/" + file.area + "/" + file.episode.text() + "/" + percent_encoded(file.name);
}

std::string inline_link(const LinkedFile& file, const LinkSigner& signer) {
  return download_link(file, signer) + "&inline=1";
}

std::string download_link(const LinkedFile& file, const LinkSigner& signer) {
  signer.gave(file.episode);
  return signer.sign(download_path(file));
}

std::string preview_link(const LinkedFile& file, const LinkSigner& signer) {
  signer.gave(file.episode);
  return signer.sign("/api/previews/get?name=" + percent_encoded(file.episode.text() + "/" + file.name));
}

}  // namespace podpromo
