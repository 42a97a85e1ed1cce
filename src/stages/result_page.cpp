#include "stages/result_page.hpp"

#include <cmath>

#include <fmt/format.h>

#include "stages/clip_files.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kStyle = R"css(
:root{--bg:#faf9f6;--surface:#fff;--line:#e4dfd6;--text:#1d1b18;--muted:#686259;--accent:#b83a12;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#151412;--surface:#1d1b19;--line:#34302b;--text:#f3f0ea;--muted:#a59d91;--accent:#ff8f63}}
*{box-sizing:border-box;margin:0}
body{background:var(--bg);color:var(--text);font:400 16px/1.5 Inter,"Source Sans 3",system-ui,sans-serif;font-variant-numeric:tabular-nums;padding:32px 24px 64px}
main{max-width:1040px;margin:0 auto}
h1{font-size:28px;line-height:1.2;letter-spacing:-.015em}
h2{font-size:20px;line-height:1.3;letter-spacing:-.01em}
a{color:inherit;text-underline-offset:3px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.muted{color:var(--muted)}.small{font-size:14px}
.files{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:12px}
ol{list-style:none;padding:0;margin-top:32px}
li{display:grid;grid-template-columns:260px minmax(0,1fr);gap:24px;padding:24px 0;border-top:1px solid var(--line)}
video{width:100%;border-radius:12px;background:#000;display:block}
.head{display:flex;justify-content:space-between;gap:16px;align-items:baseline}
.score{font-size:20px;font-weight:680}
.quote{margin-top:12px;max-width:66ch}
.why{display:flex;flex-wrap:wrap;gap:6px;padding:0;margin:12px 0 0}
.why span{font-size:13px;border:1px solid var(--line);border-radius:99px;padding:2px 10px;color:var(--muted)}
.note{border:1px solid var(--line);background:var(--surface);border-radius:12px;padding:24px;margin-top:32px}
@media (max-width:640px){body{padding:24px 16px 48px}li{grid-template-columns:1fr}video{max-width:320px}}
)css";

std::string link(std::string_view file, std::string_view label) {
  return fmt::format("<a href=\"{}\" download>{}</a>", html_text(file), label);
}

std::string reasons(const Clip& clip) {
  std::string spans;
  for (const auto& reason : clip.reasons) spans += fmt::format("<span>{}</span>", html_text(reason));
  return spans.empty() ? spans : fmt::format("<p class=\"why\">{}</p>", spans);
}

const Render* first_render(const EpisodeResult& result, const Clip& clip) {
  for (const Render& render : result.renders)
    if (render.clip == clip.id) return &render;
  return nullptr;
}

std::string player(const Render* render, const Clip& clip) {
  if (render == nullptr) return "<p class=\"muted\">Not rendered.</p>";
  return fmt::format(
      "<video controls preload=\"none\" playsinline poster=\"{}\" src=\"{}\" width=\"{}\" height=\"{}\" "
      "aria-label=\"{}\"></video>",
      html_text(render->poster), html_text(render->file), render->size.width, render->size.height,
      html_text(clip.title));
}

std::string clip_files(const EpisodeResult& result, const Clip& clip) {
  std::string links;
  for (const Render& render : result.renders)
    if (render.clip == clip.id)
      links += link(render.file, fmt::format("{} {}×{}, {:.1f} MB", format_name(render.format), render.size.width,
                                             render.size.height, static_cast<double>(render.bytes) / 1e6));
  const std::string stem = clip_stem(clip);
  return links + link(stem + ".srt", "SRT") + link(stem + ".vtt", "WebVTT");
}

std::string clip_item(const EpisodeResult& result, const Clip& clip) {
  return fmt::format(R"(<li>
<div>{}</div>
<div><div class="head"><h2>{}</h2><span class="score" aria-label="score {} of 100">{}</span></div>
<p class="muted small">{} · {:.0f} s</p>{}
<p class="quote">{}</p>
<p class="files small">{}</p></div>
</li>
)",
                     player(first_render(result, clip), clip), html_text(clip.title), std::lround(clip.score * 100),
                     std::lround(clip.score * 100), clock_time(clip.start), clip.duration(), reasons(clip),
                     html_text(clip.text), clip_files(result, clip));
}

std::string facts_line(const EpisodeResult& result) {
  std::string line = result.show.empty() ? "" : html_text(result.show) + " · ";
  line +=
      fmt::format("{} · {} clip{} of {} moments", clock_length(result.sound.duration_s), result.moments.clips.size(),
                  result.moments.clips.size() == 1 ? "" : "s", result.moments.candidates);
  if (!result.moments.ads.empty())
    line += fmt::format(", {} ad{} left out", result.moments.ads.size(), result.moments.ads.size() == 1 ? "" : "s");
  return line;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return out;
}

std::string result_page(const EpisodeResult& result) {
  std::string body;
  for (const Clip& clip : result.moments.clips) body += clip_item(result, clip);
  body = body.empty() ? fmt::format("<p class=\"note\">No clips: {}</p>", html_text(result.moments.no_clips_reason))
                      : "<ol>\n" + body + "</ol>";
  return fmt::format(R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{0} · clips</title>
<style>{1}</style>
<main>
<h1>{0}</h1>
<p class="muted">{2}</p>
<p class="files small"><span class="muted">Transcript</span>{3}{4}{5}{6}{7}</p>
{8}
</main>
</html>
)",
                     html_text(result.title), kStyle, facts_line(result), link("transcript.txt", "text"),
                     link("transcript.srt", "SRT"), link("transcript.vtt", "WebVTT"), link("transcript.json", "JSON"),
                     link("clips.json", "clips.json"), body);
}

}  // namespace podpromo
