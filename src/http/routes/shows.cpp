#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/routes.hpp"
#include "storage/show_words.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

Result<Response> list(const ShowWords& store) {
  json shows = json::array();
  for (const std::string& show : store.shows()) {
    PODPROMO_TRY(words, store.of(show));
    shows.push_back({{"show", show}, {"words", words.size()}});
  }
  return json_answer({{"ok", true}, {"shows", std::move(shows)}});
}

Result<std::string> asked_show(const Request& request) {
  std::string show(request.parameter("show"));
  if (ShowWords::can_name(show)) return show;
  return failure(Fault::bad_request, "no show can have this name", "Send its name, percent-encoded, in the path.");
}

Result<Response> words_of(const std::string& show, const ShowWords& store) {
  PODPROMO_TRY(words, store.of(show));
  return json_answer({{"ok", true}, {"show", show}, {"words", words}});
}

Result<std::vector<std::string>> wanted_words(const std::string& body) {
  const auto not_words = [](std::string reason) {
    return failure(Fault::bad_request, std::move(reason), R"(Send {"words":["Okafor","Jane Whitfield"]}.)");
  };
  const auto wanted = json::parse(body, nullptr, false);
  const auto it = wanted.is_object() ? wanted.find("words") : wanted.end();
  if (it == wanted.end() || !it->is_array()) return not_words("there is no list of words in the body");
  if (it->size() > kMostShowWords)
    return not_words(fmt::format("there are {} words, and {} are the most", it->size(), kMostShowWords));
  std::vector<std::string> words;
  for (const json& word : *it) {
    if (!word.is_string() || !ShowWords::can_hold(word.get<std::string>()))
      return not_words("a word is a text on one line, without #, of at most 100 bytes");
    words.push_back(word);
  }
  return words;
}

Result<Response> change(const Request& request, const ShowWords& store) {
  PODPROMO_TRY(show, asked_show(request));
  PODPROMO_TRY(words, wanted_words(request.body));
  PODPROMO_TRY(store.replace(show, words));
  return words_of(show, store);
}

Result<Response> look(const Request& request, const ShowWords& store) {
  PODPROMO_TRY(show, asked_show(request));
  return words_of(show, store);
}

}  // namespace

void add_show_routes(Router& router, const Front& front) {
  const ShowWords store(front.folders.shows());
  router.on("GET", "/api/shows", [store](Request&) { return answer_or_problem(list(store)); });
  router.on("GET", "/api/shows/{show}/words",
            [store](Request& request) { return answer_or_problem(look(request, store)); });
  router.on("PUT", "/api/shows/{show}/words",
            [store](Request& request) { return answer_or_problem(change(request, store)); });
}

}  // namespace podpromo
