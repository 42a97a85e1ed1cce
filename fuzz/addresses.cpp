// The target of a request: a path, a question mark, a query. Routes, parameters, ids, names on disk and signed links.
#include "base/clock.hpp"
#include "fuzz.hpp"
#include "http/router.hpp"
#include "http/signed_links.hpp"
#include "storage/data_folders.hpp"

namespace podpromo {
namespace {

const Router& routes() {
  static const Router router = [] {
    Router made;
    const auto answer = [](Request&) { return Response{}; };
    for (const char* pattern :
         {"/api/progress", "/api/progress/{id...}", "/api/episodes/{id}/clips/{clip}", "/{page...}"})
      made.on("GET", pattern, answer);
    return made;
  }();
  return router;
}

void try_path(std::string_view path) {
  const auto segments = path_segments(path);
  if (!segments) return;
  std::string printed;
  for (const std::string& segment : *segments) printed += "/" + percent_encoded(segment);
  promise(path_segments(printed) == segments, "a path that was printed reads as before");
  Request request;
  request.method = "GET";
  request.path = path;
  promise(routes().match(request).has_value(), "every path that can be decoded leads somewhere");
}

void try_id(std::string_view text) {
  const auto id = EpisodeId::parse(text);
  if (!id) return;
  const DataFolders folders{"/up", "/out", "/log", "/up/transcripts", "/out/clips"};
  promise(folders.episode(*id).lexically_normal().parent_path() == "/up", "an id stays in its folder");
  promise(folders.log(*id).lexically_normal() == "/log/" + id->text() + ".log", "an id names one log");
  if (const auto clip = ClipId::parse(text)) promise(clip->text() == text, "a clip is called what it is called");
}

void try_link(const std::string& path, std::string_view query) {
  static const FakeClock clock;
  static const LinkSigner signer("a key that nobody knows", clock);
  auto given = query_of(query);
  promise(signer.check(path, given["exp"], given["sig"]) == LinkState::forged, "nobody else signs a link");
  const std::string link = signer.sign(path);
  auto ours = query_of(std::string_view(link).substr(path.size() + 1));
  promise(signer.check(path, ours["exp"], ours["sig"]) == LinkState::good, "a link that was signed opens");
  promise(signer.check(path + "x", ours["exp"], ours["sig"]) == LinkState::forged, "a link names one file");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  const std::string_view target = text_of(data, size);
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));
  try_path(path);
  try_id(path);
  try_link(std::string(path), query);
  std::string printed;
  for (const auto& [name, value] : query_of(query))
    printed += (printed.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  promise(query_of(printed) == query_of(query), "a query that was printed reads as before");
  return 0;
}
