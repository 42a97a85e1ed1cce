#include <string>

#include "http/routes/routes.hpp"

// docs/openapi.json, put here byte for byte by the build (src/http/CMakeLists.txt).
extern "C" const char kOpenapiBegin[];
extern "C" const char kOpenapiEnd[];

namespace podpromo {

void add_openapi_route(Router& router) {
  router.on("GET", "/api/openapi.json", [](Request&) {
    Response response{.status = 200, .headers = {}, .body = std::string(kOpenapiBegin, kOpenapiEnd)};
    return response.with("Content-Type", "application/json; charset=utf-8").with("Cache-Control", "no-cache");
  });
}

}  // namespace podpromo
