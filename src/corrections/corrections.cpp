#include "corrections/corrections.hpp"

#include <cstdint>

#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json place_json(const Correction& place) {
  const json span = Word{.text = {}, .start = place.start, .end = place.end};
  return {{"start", span["start"]}, {"end", span["end"]}, {"heard", place.heard}, {"words", place.words}};
}

Correction place_from(const json& in) {
  Correction place{in.at("start").get<double>(), in.at("end").get<double>(), in.at("heard").get<std::vector<Word>>(),
                   in.at("words").get<std::vector<Word>>()};
  if (place.heard.empty()) throw json::other_error::create(501, "a correction of nothing", nullptr);
  return place;
}

Corrections corrections_from(const json& in) {
  Corrections corrections;
  for (const json& place : in.at("places")) corrections.places.push_back(place_from(place));
  for (const json& name : in.at("names")) corrections.names.push_back({name.at("heard"), name.at("name")});
  if (const auto added = in.find("added"); added != in.end())
    corrections.added = {whole_number<std::uint16_t>(added->at("first")),
                         added->at("names").get<std::vector<std::string>>()};
  return corrections;
}

}  // namespace

Done save_corrections(const fs::path& file, const Corrections& corrections) {
  json places = json::array();
  for (const Correction& place : corrections.places) places.push_back(place_json(place));
  json names = json::array();
  for (const SpeakerName& name : corrections.names) names.push_back({{"heard", name.heard}, {"name", name.name}});
  json out{{"version", 1}, {"names", names}, {"places", places}};
  const AddedSpeakers& added = corrections.added;
  if (!added.names.empty()) out["added"] = {{"first", added.first}, {"names", added.names}};
  return write_durably(file, json_text(out));
}

Result<Corrections> load_corrections(const fs::path& file) {
  const auto text = read_whole(file);
  if (!text && text.error().fault == Fault::not_found) return Corrections{};
  if (!text) return failure(text.error());
  try {
    return corrections_from(json::parse(*text));
  } catch (const json::exception& trouble) {
    return failure(Fault::internal, "the corrections of this transcript are damaged",
                   "Bring corrections.json back from a backup, or delete it to go on without them.", trouble.what());
  }
}

}  // namespace podpromo
