#include "http/front_gate.hpp"

#include "http/admission.hpp"
#include "http/answers.hpp"
#include "http/cross_site.hpp"

namespace podpromo {

std::optional<Response> FrontGate::refuse(const Request& request) const {
  // HTTP/1.0 knows no Host; browsers never leave it out.
  if (const auto host = request.header("host"); !host.empty() && !hosts_.allow(host))
    return problem({Fault::denied, "this server doesn't go by that name",
                    "Use its address in figures, or add the name to PODPROMO_ALLOWED_HOSTS."},
                   {421, "unknown_host"});
  if (is_cross_site_write(request))
    return problem({Fault::denied, "a page from elsewhere may change nothing here", "Open PodPromo's own page."},
                   {403, "cross_site"});
  if (access_ == nullptr || is_open_to_all(request.path)) return std::nullopt;
  const Admitted admitted = admission(request, *access_);
  if (admitted.as == Admission::admitted) return std::nullopt;
  return refusal(admitted);
}

bool is_open_to_all(std::string_view path) {
  if (path == "/api/login" || path == "/api/session" || path == "/api/previews/get" ||
      path.starts_with("/api/download/"))
    return true;
  // As the router does it: one slash at the front goes, and a first segment may be written with %.
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view first = path.substr(0, path.find('/'));
  return first != "api" && first.find('%') == std::string_view::npos;
}

}  // namespace podpromo
