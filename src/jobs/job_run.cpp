#include "jobs/job_run.hpp"

#include <exception>

#include <fmt/format.h>

#include "base/log_here.hpp"
#include "jobs/stage_names.hpp"
#include "jobs/stage_reporter.hpp"
#include "jobs/wishes.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

// What a job needs before its stages can run.
struct Order {
  Episode episode;
  ClipWishes wishes;
  EpisodePlaces places;
};

Result<Order> order_for(const WorkshopParts& parts, const EpisodeId& id) {
  PODPROMO_TRY(episode, parts.episodes.find(id));
  PODPROMO_TRY(wishes, parse_wishes(episode.wishes));
  PODPROMO_TRY(media, parts.folders.find_source(id));
  if (!media)
    return failure(Fault::not_found, "the uploaded file is gone from the server", "Upload the episode again.");
  const DataFolders& folders = parts.folders;
  wishes.transcript = given_transcript(wishes, folders, id);
  EpisodePlaces places{*media, folders.work(id), folders.clips_of(id), folders.previews(id), folders.corrections(id)};
  return Order{std::move(episode), std::move(wishes), std::move(places)};
}

// The pipeline itself returns its failures; what third parties throw through it ends here.
Result<EpisodeResult> run_stages(const WorkshopParts& parts, const Order& order, StageListener& listener,
                                 const std::stop_token& stop) {
  try {
    return parts.pipeline(order.episode.id, order.places, order.wishes, listener, stop);
  } catch (const std::bad_alloc&) {
    return failure(Fault::internal, "the server ran out of memory",
                   "Give it more memory, or upload a shorter episode.");
  } catch (const std::exception& trouble) {
    return failure(Fault::internal, "something went wrong that should not have", {}, trouble.what());
  }
}

Done publish(const WorkshopParts& parts, const Episode& episode, const EpisodeResult& result) {
  std::vector<ClipId> clips;
  for (const Clip& clip : result.moments.clips) clips.push_back(clip.id);
  PODPROMO_TRY(parts.episodes.set_clips(episode.id, clips));
  const std::string& title = result.title.empty() ? episode.title : result.title;
  if (title != episode.title || result.show != episode.show)
    PODPROMO_TRY(parts.episodes.rename(episode.id, title, result.show));
  PODPROMO_TRY(transcript, read_whole(parts.folders.clips_of(episode.id) / "transcript.json"));
  return write_durably(parts.folders.transcript(episode.id), transcript);
}

std::string message_when_done(const EpisodeResult& result) {
  const std::size_t count = result.moments.clips.size();
  if (count == 0) return "Finished without clips. " + as_sentence(result.moments.no_clips_reason);
  return count == 1 ? "Your clip is ready." : fmt::format("Your {} clips are ready.", count);
}

JobOutcome failed_at(std::string_view stage, const Error& error, const Job& job) {
  log_warning(log_subject(job.episode, stage) + fmt::format("failed: {} {}", error.reason, error.detail));
  return {.error = job_error(stage, error), .fault = error.fault};
}

}  // namespace

JobOutcome run_job(const WorkshopParts& parts, CostBook& costs, const Job& job, const Reins& reins) {
  const auto order = order_for(parts, job.episode);
  if (!order) return failed_at("sound", order.error(), job);
  ReporterParts told{parts.folders, parts.episodes, parts.board, parts.clock, costs};
  told.at_border = reins.at_border;
  if (parts.cover)
    told.make_cover = [&] { return parts.cover(order->places.media, parts.folders.cover(job.episode), reins.stop); };
  log_info(log_subject(job.episode, "queued") + fmt::format("attempt {} begins", job.attempt));
  StageReporter reporter(told, {job.episode, job.attempt}, order->episode, order->wishes);
  const LogScope scope(reporter.log().notes());
  const auto result = run_stages(parts, *order, reporter, reins.stop);
  if (reins.stop.stop_requested()) {
    reporter.log().line("stopped");
    log_info(log_subject(job.episode, shown_stage(reporter.stage())) + "stopped");
    return {.stopped = true};
  }
  const Done published = result ? publish(parts, order->episode, *result) : failure(result.error());
  if (published) {
    log_info(log_subject(job.episode, shown_stage(reporter.stage())) + message_when_done(*result));
    return {.message = message_when_done(*result)};
  }
  const Error& error = published.error();
  reporter.log().line(fmt::format("failed: {} {}", error.reason, error.detail));
  return failed_at(shown_stage(reporter.stage()), error, job);
}

}  // namespace podpromo
