#include "corrections/wanted_json.hpp"

#include <nlohmann/json.hpp>

#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

std::unexpected<Error> not_understood(std::string reason, std::string detail = {}) {
  return failure(Fault::bad_request, std::move(reason),
                 R"(Send {"words": [{"w": "…"}, …], "speakers": ["…"]} as JSON: what GET answers, corrected.)",
                 std::move(detail));
}

WantedWord word_from(const json& in) {
  WantedWord word{.text = in.at("w")};
  if (const auto speaker = in.find("speaker"); speaker != in.end()) word.speaker = whole_number<int>(*speaker);
  return word;
}

WantedWord word_as_it_is(const Word& word) {
  return {word.text, word.speaker < 0 ? std::nullopt : std::optional(word.speaker)};
}

}  // namespace

Result<WantedTranscript> parse_wanted(std::string_view body, const Transcript& now) {
  const json in = json::parse(body, nullptr, false);
  if (!in.is_object()) return not_understood("the body is not JSON");
  if (!in.contains("words") && !in.contains("speakers")) return not_understood("the body corrects nothing");
  try {
    WantedTranscript wanted{.words = {}, .speakers = in.value("speakers", now.speakers)};
    if (in.contains("words"))
      for (const json& word : in["words"]) wanted.words.push_back(word_from(word));
    else
      for (const Word& word : now.words) wanted.words.push_back(word_as_it_is(word));
    return wanted;
  } catch (const json::exception& trouble) {
    return not_understood("the body is no transcript", trouble.what());
  }
}

}  // namespace podpromo
