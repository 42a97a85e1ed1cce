#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "captions/captions.hpp"
#include "episode/json.hpp"
#include "http/answers.hpp"
#include "http/routes/file_links.hpp"
#include "http/routes/routes.hpp"
#include "titles/title.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestTitle = 100;
constexpr std::size_t kTitleVariants = 6;

int of_100(double score) { return static_cast<int>(std::lround(score * 100)); }

json render_json(const EpisodeId& episode, const Render& render, const LinkSigner& signer) {
  const LinkedFile file{"clips", episode, render.file};
  json out = render;
  out.erase("clip");
  out.erase("file");
  out.erase("poster");
  out["url"] = inline_link(file, signer);
  out["download_url"] = download_link(file, signer);
  return out;
}

std::string first_sentence(const Clip& clip) {
  const auto end = clip.text.find_first_of(".?!");
  return end == std::string::npos ? clip.text : clip.text.substr(0, end + 1);
}

json clip_json(const EpisodeId& episode, const PublishedClip& published, const LinkSigner& signer) {
  const Clip& clip = published.clip;
  json features = json::object();
  for (const auto& [name, value] : clip.features) features[name] = of_100(value);
  json renders = json::array();
  for (const Render& render : published.renders) renders.push_back(render_json(episode, render, signer));
  const auto poster = published.renders.empty() ? std::string{} : published.renders.front().poster;
  return {
      {"id", clip.id.text()},
      {"episode_id", episode.text()},
      {"rank", published.rank},
      {"title", clip.title},
      {"start_s", clip.start},
      {"end_s", clip.end},
      {"duration_s", clip.duration()},
      {"score", of_100(clip.score)},
      {"reasons", clip.reasons},
      {"features", std::move(features)},
      {"text", clip.text},
      {"first_sentence", first_sentence(clip)},
      {"preview_url", published.preview.empty() ? json(nullptr)
                                                : json(preview_link({"previews", episode, published.preview}, signer))},
      {"poster_url", poster.empty() ? json(nullptr) : json(inline_link({"clips", episode, poster}, signer))},
      {"srt_url", download_link({"clips", episode, published.srt}, signer)},
      {"vtt_url", inline_link({"clips", episode, published.vtt}, signer)},
      {"renders", std::move(renders)}};
}

// Also of an episode that failed: somebody may try it again. Its message says so.
Result<Response> not_ready(const EpisodeId& id, const Front& front) {
  PODPROMO_TRY(progress, front.board.progress(id));
  const bool failed = progress && progress->stage == "error";
  const std::string message =
      failed ? progress->message + " " + progress->detail : "The episode is still being worked on.";
  return json_answer({{"ok", false}, {"ready", false}, {"message", message}}, 202).with("Retry-After", "15");
}

// What can't be read any more makes the episode one that failed, for all to see.
Result<PublishedClips> clips_of(const EpisodeId& id, const Front& front) {
  auto published = published_clips(id, front.view());
  if (!published && published.error().fault == Fault::conflict) PODPROMO_TRY(front.workshop.fail_damaged(id));
  return published;
}

// What the answer is about, without the signatures in it, which change with every answer: a weak one. It changes while
// the links of an answer are good for some minutes more, so nobody is told to go on with old ones.
std::string clips_etag(const EpisodeId& episode, const PublishedClips& published, const Clock& clock) {
  constexpr std::chrono::minutes kLinksCount{5};
  std::string all = episode.text() + published.no_clips_reason;
  for (const auto& one : published.clips) all += json_text(one.clip, -1) + json_text(one.renders, -1);
  return fmt::format("W/\"{}-{:x}\"", sha256_hex(all).substr(0, 16), clock.now().time_since_epoch() / kLinksCount);
}

Result<Response> list(const Request& request, const Front& front) {
  PODPROMO_TRY(id, EpisodeId::parse(request.parameter("id")));
  PODPROMO_TRY(episode, front.episodes.find(id));
  const auto published = clips_of(id, front);
  if (!published) {
    const Fault fault = published.error().fault;
    if (fault == Fault::not_found || fault == Fault::conflict) return not_ready(id, front);
    return failure(published.error());
  }
  const std::string etag = clips_etag(id, *published, front.clock);
  const bool known = etag_listed(request.header("if-none-match"), etag);
  if (known || request.method == "HEAD") {
    Response bare{.status = known ? 304 : 204, .headers = {}, .body = std::string()};
    return std::move(bare.with("Cache-Control", "no-store").with("ETag", etag));
  }
  json clips = json::array();
  for (const PublishedClip& one : published->clips) clips.push_back(clip_json(id, one, front.signer));
  const json best = published->clips.empty() ? json(nullptr) : json(published->clips.front().clip.id.text());
  Response response = json_answer({{"ok", true},
                                   {"ready", true},
                                   {"episode_id", id.text()},
                                   {"clips", std::move(clips)},
                                   {"default_clip_id", best},
                                   {"no_clips_reason", published->no_clips_reason}});
  return response.with("ETag", etag);
}

struct AskedClip {
  Clip clip;
  Transcript transcript;
};

Result<AskedClip> asked_clip(const Request& request, const Front& front) {
  PODPROMO_TRY(id, ClipId::parse(request.parameter("id")));
  PODPROMO_TRY(episode, front.episodes.episode_of(id));
  PODPROMO_TRY(published, clips_of(episode, front));
  PODPROMO_TRY(words, words_view(episode, front.folders));
  for (const PublishedClip& one : published.clips)
    if (one.clip.id == id) return AskedClip{one.clip, std::move(words.transcript)};
  return failure(Fault::not_found, "clip not found");
}

double to_10_ms(double seconds) { return std::round(seconds * 100) / 100; }

Result<Response> words(const Request& request, const Front& front) {
  PODPROMO_TRY(asked, asked_clip(request, front));
  json all = json::array();
  for (const Word& word : words_between(asked.transcript, asked.clip.start, asked.clip.end).words)
    all.push_back({{"t", to_10_ms(word.start)}, {"d", to_10_ms(word.end - word.start)}, {"w", word.text}});
  return json_answer({{"clip_id", asked.clip.id.text()},
                      {"start", asked.clip.start},
                      {"end", asked.clip.end},
                      {"words", std::move(all)}});
}

Result<Response> transcript(const Request& request, const Front& front) {
  PODPROMO_TRY(asked, asked_clip(request, front));
  return json_answer({{"clip_id", asked.clip.id.text()},
                      {"transcript", asked.clip.text},
                      {"start", asked.clip.start},
                      {"end", asked.clip.end}});
}

Result<Response> titles(const Request& request, const Front& front) {
  PODPROMO_TRY(asked, asked_clip(request, front));
  return json_answer(
      {{"variants", titles_for(asked.clip, asked.transcript, kTitleVariants)}, {"chosen", asked.clip.title}});
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

Result<Response> choose_title(const Request& request, const Front& front) {
  PODPROMO_TRY(id, ClipId::parse(request.parameter("id")));
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("title") || !body["title"].is_string())
    return failure(Fault::bad_request, "this request needs a title", R"(Send {"title": "…"} as JSON.)");
  const std::string title = body["title"];
  const bool one_line = std::ranges::none_of(title, [](unsigned char c) { return c < ' ' || c == 0x7F; });
  if (!one_line || title.find_first_not_of(' ') == std::string::npos || characters(title) > kLongestTitle)
    return problem({Fault::bad_request, "a title is one line of 1 to 100 characters", "Change it, then save it again."},
                   {422, "invalid_title"});
  PODPROMO_TRY(front.episodes.choose_title(id, title));
  return json_answer({{"ok", true}, {"title", title}});
}

}  // namespace

void add_clip_routes(Router& router, const Front& front) {
  router.on("GET", "/api/episodes/{id}/clips",
            [&front](Request& request) { return answer_or_problem(list(request, front)); });
  router.on("GET", "/api/clips/{id}/words",
            [&front](Request& request) { return answer_or_problem(words(request, front)); });
  router.on("GET", "/api/clips/{id}/transcript",
            [&front](Request& request) { return answer_or_problem(transcript(request, front)); });
  router.on("POST", "/api/clips/{id}/titles",
            [&front](Request& request) { return answer_or_problem(titles(request, front)); });
  router.on("PUT", "/api/clips/{id}/title",
            [&front](Request& request) { return answer_or_problem(choose_title(request, front)); });
}

}  // namespace podpromo
