#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/ranges.hpp"
#include "http/router.hpp"
#include "http/routes/file_links.hpp"
#include "http/routes/routes.hpp"

namespace podpromo {

namespace {

Result<LinkedFile> existing(std::string_view area, const std::string& name, const Front& front) {
  PODPROMO_TRY(file, linked_file(area, name));
  std::error_code error;
  if (!fs::is_regular_file(path_of(file, front.folders), error))
    return failure(Fault::not_found, "there is no such file");
  return file;
}

// What a browser shows without running anything of it. Anything else is only ever saved, under a type that says
// nothing.
bool is_for_looking_at(std::string_view type) {
  return type.starts_with("video/") || type.starts_with("audio/") || type == "image/jpeg" || type == "image/png" ||
         type.starts_with("text/vtt") || type.starts_with("text/plain") || type.starts_with("application/x-subrip") ||
         type.starts_with("application/json");
}

Response refused_link(LinkState state) {
  const Error forged{Fault::denied, "this link isn't one of ours",
                     "Open the episode again and use the link shown there."};
  if (state == LinkState::forged) return problem(forged);
  return problem({Fault::denied, "this link has expired", "Open the episode again; its links are new then."},
                 {410, "link_expired"});
}

Response signed_file(const Request& request, const Front& front, const LinkedFile& file,
                     const std::string& signed_path) {
  const auto state = front.signer.check(signed_path, request.query_or("exp", ""), request.query_or("sig", ""));
  if (state != LinkState::good) return refused_link(state);
  std::string type = content_type(file.name);
  const bool is_shown = is_for_looking_at(type) && (file.area == "previews" || request.query_or("inline", "0") == "1");
  if (!is_for_looking_at(type)) type = "application/octet-stream";
  std::vector<std::pair<std::string, std::string>> headers{{"Content-Type", type},
                                                           {"Cache-Control", "private, max-age=60"}};
  if (!is_shown)
    headers.emplace_back("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(file.name));
  return file_answer(request, path_of(file, front.folders), headers);
}

Result<Response> sign_preview(const Request& request, const Front& front) {
  PODPROMO_TRY(file, existing("previews", request.query_or("name", ""), front));
  return json_answer({{"url", preview_link(file, front.signer)}});
}

Result<Response> get_preview(const Request& request, const Front& front) {
  PODPROMO_TRY(file, linked_file("previews", request.query_or("name", "")));
  const std::string path = "/api/previews/get?name=" + percent_encoded(file.episode.text() + "/" + file.name);
  return signed_file(request, front, file, path);
}

Result<Response> sign_download(const Request& request, const Front& front) {
  PODPROMO_TRY(file, existing(request.query_or("area", "clips"), request.query_or("name", ""), front));
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(front.clock.now().time_since_epoch()).count();
  const auto life = LinkSigner::kLife.count();
  return json_answer({{"url", download_link(file, front.signer)}, {"expires_at", now + life}, {"expires_in", life}});
}

Result<Response> get_download(const Request& request, const Front& front) {
  PODPROMO_TRY(file, linked_file(request.parameter("area"), request.parameter("name")));
  return signed_file(request, front, file, download_path(file));
}

}  // namespace

void add_download_routes(Router& router, const Front& front) {
  router.on("GET", "/api/previews/sign",
            [&front](Request& request) { return answer_or_problem(sign_preview(request, front)); });
  router.on("GET", "/api/previews/get",
            [&front](Request& request) { return answer_or_problem(get_preview(request, front)); });
  router.on("GET", "/api/signed-download",
            [&front](Request& request) { return answer_or_problem(sign_download(request, front)); });
  router.on("GET", "/api/download/{area}/{name...}",
            [&front](Request& request) { return answer_or_problem(get_download(request, front)); });
}

}  // namespace podpromo
