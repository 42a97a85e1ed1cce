#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "http/answers.hpp"
#include "http/compression.hpp"
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

// The files as they are sent to those who unpack: packed once, when somebody first asks.
class PackedPage {
 public:
  std::shared_ptr<const std::string> of(const EmbeddedFile& file, Coding coding) {
    const std::scoped_lock lock(mutex_);
    auto& kept = kept_[{file.path, coding}];
    if (!kept) kept = std::make_shared<const std::string>(packed(text_of(file), coding, Effort::thorough));
    return kept;
  }

  static std::string_view text_of(const EmbeddedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string_view, Coding>, std::shared_ptr<const std::string>> kept_;
};

Response file_of_page(const Request& request, const EmbeddedFile& file, PackedPage& packed_page) {
  const std::string type = content_type(fs::path(file.path));
  const Coding coding = is_packable(type) ? preferred_coding(request.header("accept-encoding")) : Coding::none;
  const std::string etag =
      fmt::format("\"{}{}{}\"", file.sha256.substr(0, 16), coding == Coding::none ? "" : "-", coding_name(coding));
  Response response;
  response.is_page = true;
  response.with("Content-Type", type).with("ETag", etag);
  if (is_packable(type)) response.with("Vary", "Accept-Encoding");
  // The bundler puts a sum into the names of assets, so an asset never changes under its name.
  response.with("Cache-Control", file.path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (etag_listed(request.header("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  if (coding == Coding::none) {
    response.body = std::string(PackedPage::text_of(file));
    return response;
  }
  response.body = packed_page.of(file, coding);
  return response.with("Content-Encoding", std::string(coding_name(coding)));
}

Response page(const Request& request, PackedPage& packed_page) {
  const std::string_view path = request.parameter("page");
  if (path == "api" || path.starts_with("api/")) return problem({Fault::not_found, "there is nothing at this address"});
  if (const EmbeddedFile* file = embedded(path)) return file_of_page(request, *file, packed_page);
  if (path.starts_with("assets/")) return problem({Fault::not_found, "there is no such file"});
  return file_of_page(request, *embedded("index.html"), packed_page);
}

}  // namespace

void add_page_routes(Router& router) {
  auto packed_page = std::make_shared<PackedPage>();
  router.on("GET", "/{page...}", [packed_page](Request& request) { return page(request, *packed_page); });
}

}  // namespace podpromo
