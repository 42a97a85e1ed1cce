#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/routes.hpp"
#include "jobs/queue_view.hpp"

namespace podpromo {

namespace {

Result<Response> show(const Front& front) {
  PODPROMO_TRY(view, queue_view(front.workshop, front.view()));
  return json_answer(view);
}

Result<bool> wanted_pause(const std::string& body) {
  const auto wanted = nlohmann::json::parse(body, nullptr, false);
  const auto it = wanted.is_object() ? wanted.find("paused") : wanted.end();
  if (it == wanted.end() || !it->is_boolean())
    return failure(Fault::bad_request, "the queue can only be paused or not",
                   R"(Send {"paused":true} or {"paused":false}.)");
  return it->get<bool>();
}

Result<Response> change(const Request& request, const Front& front) {
  PODPROMO_TRY(paused, wanted_pause(request.body));
  PODPROMO_TRY(front.workshop.pause(paused));
  return show(front);
}

}  // namespace

void add_queue_routes(Router& router, const Front& front) {
  router.on("GET", "/api/queue", [&front](Request&) { return answer_or_problem(show(front)); });
  router.on("PUT", "/api/queue", [&front](Request& request) { return answer_or_problem(change(request, front)); });
}

}  // namespace podpromo
