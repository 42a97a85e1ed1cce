#include <fmt/format.h>

#include "captions/captions.hpp"
#include "media/render_clip.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"

namespace podpromo {

namespace {

// One file to make, with its place in the whole so that progress moves evenly.
struct RenderTask {
  const Clip& clip;
  Format format;
  std::size_t number;
  std::size_t all;
};

bool is_whole(const Render& render, const fs::path& folder) {
  std::error_code error;
  return fs::file_size(folder / render.file, error) == render.bytes && !error &&
         fs::exists(folder / render.poster, error);
}

Result<Render> make(const StageRun& run, const EpisodeResult& so_far, const RenderTask& task,
                    const std::string& captions_ass) {
  const RenderOrder order{.media = run.places.media,
                          .facts = so_far.facts,
                          .sound = so_far.sound,
                          .clip = task.clip,
                          .format = task.format,
                          .episode_title = so_far.title,
                          .show = so_far.show,
                          .captions_ass = captions_ass,
                          .target = run.places.clips / render_file_name(task.clip, task.format)};
  const auto done = [&](double part) {
    const double fraction = (static_cast<double>(task.number) + part) / static_cast<double>(task.all);
    run.listener.advanced(Stage::render, fraction, fmt::format("{} of {}", task.number + 1, task.all));
  };
  done(0);
  return render_clip(order, done, run.stop);
}

Result<Render> rendered(const StageRun& run, const EpisodeResult& so_far, const RenderTask& task, bool& reused) {
  const std::string name = fmt::format("60_render-{}-{}", task.clip.id.text(), format_name(task.format));
  const auto words = words_between(so_far.transcript, task.clip.start, task.clip.end);
  const std::string captions_ass = karaoke_ass(words, task.format);
  const std::string key = clip_key(run.keys.media, task.clip,
                                   {"render 3", format_name(task.format), so_far.title, so_far.show, captions_ass});
  if (auto found = run.artefacts.load<Render>(name, key); found && is_whole(*found, run.places.clips))
    return *std::move(found);
  reused = false;
  PODPROMO_TRY(made, make(run, so_far, task, captions_ass));
  return run.artefacts.keep(name, key, made);
}

}  // namespace

Result<std::vector<Render>> render_stage(const StageRun& run, const EpisodeResult& so_far) {
  run.listener.began(Stage::render, "Making clips");
  std::vector<Render> renders;
  bool reused = true;
  const auto& clips = so_far.moments.clips;
  const std::size_t all = clips.size() * run.wishes.formats.size();
  for (const Clip& clip : clips)
    for (const Format format : run.wishes.formats) {
      PODPROMO_TRY(render, rendered(run, so_far, {clip, format, renders.size(), all}, reused));
      run.listener.rendered(clip, render);
      renders.push_back(std::move(render));
    }
  run.listener.finished(Stage::render, fmt::format("{} clip{}", renders.size(), renders.size() == 1 ? "" : "s"),
                        reused);
  return renders;
}

}  // namespace podpromo
