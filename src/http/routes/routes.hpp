#pragma once

#include "http/front.hpp"
#include "http/router.hpp"

namespace podpromo {

// Each adds the routes of one resource. `front` outlives the router.
void add_progress_routes(Router& router, const Front& front);
void add_queue_routes(Router& router, const Front& front);
void add_upload_routes(Router& router, const Front& front);
// Resumable uploads: the protocol tus 1.0.
void add_uploads_routes(Router& router, const Front& front);
void add_episode_routes(Router& router, const Front& front);
void add_clip_routes(Router& router, const Front& front);
void add_transcript_routes(Router& router, const Front& front);
// The words that each show is known to say.
void add_show_routes(Router& router, const Front& front);
void add_download_routes(Router& router, const Front& front);
void add_health_routes(Router& router, const Front& front);
void add_login_routes(Router& router, const Front& front);
// docs/openapi.json.
void add_openapi_route(Router& router);
// The page itself, for every address that is neither the API's nor a file's. Add it last.
void add_page_routes(Router& router);

// All of the above in order.
Router all_routes(const Front& front);

}  // namespace podpromo
