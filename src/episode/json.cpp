#include "episode/json.hpp"

#include <cmath>

namespace podpromo {

namespace {

using nlohmann::json;

// Milliseconds are finer than any measurement here, and keep files short and equal from run to run.
double rounded(double value, double steps) {
  const double scaled = value * steps;
  return std::isfinite(scaled) ? std::round(scaled) / steps : value;
}
double to_ms(double seconds) { return rounded(seconds, 1000); }
double to_4(double value) { return rounded(value, 10000); }
double to_2(double value) { return rounded(value, 100); }

json optional_number(const std::optional<double>& value) { return value ? json(to_2(*value)) : json(nullptr); }

std::optional<double> number_or_none(const json& from, const char* key) {
  const auto& value = from.at(key);
  return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>());
}

}  // namespace

void to_json(json& out, const SoundTrack& sound) {
  out = json{{"codec", sound.codec},
             {"channels", sound.channels},
             {"sample_rate_hz", sound.sample_rate_hz},
             {"track", sound.track},
             {"start_s", to_ms(sound.start_s)}};
  if (sound.end_s > 0) out["end_s"] = to_ms(sound.end_s);
  if (!sound.title.empty()) out["title"] = sound.title;
  if (!sound.language.empty()) out["language"] = sound.language;
  if (sound.is_default) out["default"] = true;
  if (sound.is_beside) out["beside"] = true;
  if (sound.voice) out["voice"] = to_ms(*sound.voice);
}

void from_json(const json& in, SoundTrack& sound) {
  in.at("codec").get_to(sound.codec);
  sound.channels = whole_number<int>(in.at("channels"));
  sound.sample_rate_hz = whole_number<int>(in.at("sample_rate_hz"));
  sound.track = whole_number<int>(in.at("track"));
  in.at("start_s").get_to(sound.start_s);
  sound.end_s = in.value("end_s", 0.0);
  sound.title = in.value("title", "");
  sound.language = in.value("language", "");
  sound.is_default = in.value("default", false);
  sound.is_beside = in.value("beside", false);
  if (in.contains("voice")) sound.voice = in.at("voice").get<double>();
}

void to_json(json& out, const MediaFacts& facts) {
  out = json{{"container", facts.container}, {"declared_duration_s", to_ms(facts.declared_duration_s)},
             {"bytes", facts.bytes},         {"has_cover", facts.has_cover},
             {"title", facts.title},         {"show", facts.show},
             {"people", facts.people},       {"description", facts.description}};
  if (facts.sound) out["sound"] = *facts.sound;
  if (!facts.sounds.empty()) out["sounds"] = facts.sounds;
  if (facts.picture)
    out["picture"] = {{"codec", facts.picture->codec},
                      {"width", facts.picture->width},
                      {"height", facts.picture->height},
                      {"frames_per_s", facts.picture->frames_per_s}};
}

void from_json(const json& in, MediaFacts& facts) {
  in.at("container").get_to(facts.container);
  in.at("declared_duration_s").get_to(facts.declared_duration_s);
  facts.bytes = whole_number<std::uint64_t>(in.at("bytes"));
  in.at("has_cover").get_to(facts.has_cover);
  in.at("title").get_to(facts.title);
  in.at("show").get_to(facts.show);
  facts.people = in.value("people", facts.people);
  facts.description = in.value("description", facts.description);
  if (const auto it = in.find("sound"); it != in.end()) facts.sound = it->get<SoundTrack>();
  facts.sounds = in.value("sounds", facts.sounds);
  if (const auto it = in.find("picture"); it != in.end())
    facts.picture = Picture{it->at("codec"), whole_number<int>(it->at("width")), whole_number<int>(it->at("height")),
                            it->at("frames_per_s")};
}

void to_json(json& out, const Sound& sound) {
  out = json{{"duration_s", to_ms(sound.duration_s)},
             {"loudness_lufs", optional_number(sound.loudness_lufs)},
             {"peaks_per_s", sound.peaks_per_s},
             {"peaks", sound.peaks},
             {"cut_short", sound.cut_short}};
}

void from_json(const json& in, Sound& sound) {
  in.at("duration_s").get_to(sound.duration_s);
  sound.loudness_lufs = number_or_none(in, "loudness_lufs");
  in.at("peaks_per_s").get_to(sound.peaks_per_s);
  for (const json& peak : in.at("peaks")) sound.peaks.push_back(whole_number<std::uint8_t>(peak));
  in.at("cut_short").get_to(sound.cut_short);
}

void to_json(json& out, const Word& word) {
  out = json{{"w", word.text}, {"start", to_ms(word.start)}, {"end", to_ms(word.end)}, {"p", to_4(word.probability)}};
  if (word.speaker >= 0) out["speaker"] = word.speaker;
  if (word.estimated) out["estimated"] = true;
}

void from_json(const json& in, Word& word) {
  in.at("w").get_to(word.text);
  in.at("start").get_to(word.start);
  in.at("end").get_to(word.end);
  in.at("p").get_to(word.probability);
  const auto speaker = in.find("speaker");
  word.speaker = speaker == in.end() ? -1 : whole_number<int>(*speaker);
  word.estimated = in.value("estimated", false);
}

void to_json(json& out, const Transcript& transcript) {
  out = json{{"language", transcript.language},
             {"source", transcript.source},
             {"estimated_times", transcript.estimated_times},
             {"speakers", transcript.speakers},
             {"words", transcript.words}};
  if (transcript.restored_punctuation) out["restored_punctuation"] = true;
  if (transcript.fillers.empty()) return;
  out["fillers"] = json::array();
  for (const Filler& filler : transcript.fillers)
    out["fillers"].push_back({{"start", to_ms(filler.start)}, {"end", to_ms(filler.end)}});
}

void from_json(const json& in, Transcript& transcript) {
  in.at("language").get_to(transcript.language);
  in.at("source").get_to(transcript.source);
  in.at("estimated_times").get_to(transcript.estimated_times);
  in.at("speakers").get_to(transcript.speakers);
  in.at("words").get_to(transcript.words);
  transcript.restored_punctuation = in.value("restored_punctuation", false);
  for (const json& filler : in.value("fillers", json::array()))
    transcript.fillers.push_back({filler.at("start").get<double>(), filler.at("end").get<double>()});
}

void to_json(json& out, const Clip& clip) {
  json features = json::object();
  for (const auto& [name, value] : clip.features) features[name] = to_4(value);
  out = json{{"id", clip.id.text()},          {"start", to_ms(clip.start)},  {"end", to_ms(clip.end)},
             {"first_word", clip.first_word}, {"last_word", clip.last_word}, {"score", to_4(clip.score)},
             {"title", clip.title},           {"text", clip.text},           {"reasons", clip.reasons},
             {"features", features}};
}

void from_json(const json& in, Clip& clip) {
  auto id = ClipId::parse(in.at("id").get<std::string>());
  if (!id) throw json::other_error::create(501, "not a clip id", nullptr);
  clip.id = *id;
  in.at("start").get_to(clip.start);
  in.at("end").get_to(clip.end);
  clip.first_word = whole_number<std::size_t>(in.at("first_word"));
  clip.last_word = whole_number<std::size_t>(in.at("last_word"));
  in.at("score").get_to(clip.score);
  in.at("title").get_to(clip.title);
  in.at("text").get_to(clip.text);
  in.at("reasons").get_to(clip.reasons);
  in.at("features").get_to(clip.features);
}

void to_json(json& out, const Moments& moments) {
  json ads = json::array();
  for (const auto& ad : moments.ads) ads.push_back({{"start", to_ms(ad.start)}, {"end", to_ms(ad.end)}});
  out = json{{"clips", moments.clips},
             {"candidates", moments.candidates},
             {"ads", ads},
             {"no_clips_reason", moments.no_clips_reason},
             {"relaxation", moments.relaxation}};
}

void from_json(const json& in, Moments& moments) {
  in.at("clips").get_to(moments.clips);
  moments.candidates = whole_number<std::size_t>(in.at("candidates"));
  for (const auto& ad : in.at("ads")) moments.ads.push_back({ad.at("start"), ad.at("end")});
  in.at("no_clips_reason").get_to(moments.no_clips_reason);
  in.at("relaxation").get_to(moments.relaxation);
}

void to_json(json& out, const Render& render) {
  out = json{{"clip", render.clip.text()},
             {"format", format_name(render.format)},
             {"file", render.file},
             {"poster", render.poster},
             {"width", render.size.width},
             {"height", render.size.height},
             {"duration_s", to_ms(render.duration_s)},
             {"bytes", render.bytes},
             {"loudness_lufs", optional_number(render.loudness_lufs)},
             {"true_peak_dbtp", optional_number(render.true_peak_dbtp)}};
}

void from_json(const json& in, Render& render) {
  auto clip = ClipId::parse(in.at("clip").get<std::string>());
  auto format = parse_format(in.at("format").get<std::string>());
  if (!clip || !format) throw json::other_error::create(501, "not a render", nullptr);
  render.clip = *clip;
  render.format = *format;
  in.at("file").get_to(render.file);
  in.at("poster").get_to(render.poster);
  render.size = {whole_number<int>(in.at("width")), whole_number<int>(in.at("height"))};
  in.at("duration_s").get_to(render.duration_s);
  render.bytes = whole_number<std::uint64_t>(in.at("bytes"));
  render.loudness_lufs = number_or_none(in, "loudness_lufs");
  render.true_peak_dbtp = number_or_none(in, "true_peak_dbtp");
}

std::string json_text(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace podpromo
