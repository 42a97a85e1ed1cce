#include "http/routes/routes.hpp"

namespace podpromo {

Router all_routes(const Front& front) {
  Router router;
  add_progress_routes(router, front);
  add_queue_routes(router, front);
  add_upload_routes(router, front);
  add_uploads_routes(router, front);
  add_episode_routes(router, front);
  add_clip_routes(router, front);
  add_transcript_routes(router, front);
  add_show_routes(router, front);
  add_download_routes(router, front);
  add_health_routes(router, front);
  add_login_routes(router, front);
  add_openapi_route(router);
  add_page_routes(router);
  return router;
}

}  // namespace podpromo
