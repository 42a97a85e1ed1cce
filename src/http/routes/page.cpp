#include <string>

#include "http/answers.hpp"
#include "http/embedded_page.hpp"
#include "http/ranges.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

const EmbeddedFile* embedded(std::string_view path) {
  for (const EmbeddedFile& file : embedded_page())
    if (file.path == path) return &file;
  return nullptr;
}

Response file_of_page(const Request& request, const EmbeddedFile& file) {
  const std::string etag = "\"" + std::string(file.sha256.substr(0, 16)) + "\"";
  Response response;
  response.is_page = true;
  response.with("Content-Type", content_type(fs::path(file.path))).with("ETag", etag);
  // The bundler puts a sum into the names of assets, so an asset never changes under its name.
  response.with("Cache-Control", file.path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (etag_listed(request.header("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  response.body = std::string(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  return response;
}

Response page(const Request& request) {
  const std::string_view path = request.parameter("page");
  if (path == "api" || path.starts_with("api/")) return problem({Fault::not_found, "there is nothing at this address"});
  if (const EmbeddedFile* file = embedded(path)) return file_of_page(request, *file);
  if (path.starts_with("assets/")) return problem({Fault::not_found, "there is no such file"});
  return file_of_page(request, *embedded("index.html"));
}

}  // namespace

void add_page_routes(Router& router) {
  router.on("GET", "/{page...}", [](Request& request) { return page(request); });
}

}  // namespace podpromo
