#include "http/routes/upload_sinks.hpp"

#include <spdlog/spdlog.h>

#include "http/answers.hpp"
#include "http/routes/tus_answers.hpp"

namespace podpromo {

namespace {

// Nothing that is sent after this can make it good.
bool is_hopeless(Fault fault) { return fault == Fault::unsupported_media; }

void give_up(const Front& front, const ResumableUpload& upload) {
  const EpisodeId id = upload.look().record.id;
  const Done removed = front.uploads.remove(id);
  // Whoever gave it up before has told why.
  if (!removed && removed.error().fault != Fault::not_found)
    spdlog::warn("upload {}: {}", id.text(), removed.error().reason);
}

// A transcript that has arrived waits for its episode, if it is one.
Response answered_when_readable(const Front& front, const ResumableUpload& upload, Response response) {
  const Done readable = Intake::check_transcript(upload);
  if (readable) return with_state(std::move(response), upload.look());
  if (readable.error().fault == Fault::bad_request) give_up(front, upload);
  return tus_problem(readable.error());
}

// Whether it became an episode that was deleted since.
bool was_deleted(const Front& front, const UploadState& state) {
  if (!state.record.became || !state.record.is_episode()) return false;
  const auto episode = front.episodes.find(*state.record.became);
  return !episode && episode.error().fault == Fault::not_found;
}

Response over(const std::string& why) {
  Response response =
      problem({Fault::not_found, why, "Send the file again from its beginning."}, {.status = 410, .code = "gone"});
  return response.with("Tus-Resumable", std::string(kTusVersion));
}

Response created_at(const ResumableUpload& upload) {
  return tus_answer(201).with("Location", std::string(kUploadsPath) + "/" + upload.look().record.id.text());
}

}  // namespace

std::optional<Response> when_over(const Front& front, const UploadState& state) {
  if (state.expired) return over("this upload has expired");
  if (was_deleted(front, state)) return over("the episode of this upload was deleted");
  return std::nullopt;
}

Response answered_with_outcome(const Front& front, ResumableUpload& upload, Response response) {
  const UploadState state = upload.look();
  if (!state.complete() || state.record.became || state.record.role == UploadRole::part)
    return with_state(std::move(response), state);
  if (state.record.role == UploadRole::transcript) return answered_when_readable(front, upload, std::move(response));
  const auto outcome = front.intake.take_in(front.uploads, upload);
  front.room.changed();
  if (outcome) return with_state(std::move(response), upload.look());
  Error error = outcome.error();
  spdlog::warn("upload {}: {} {}", state.record.id.text(), error.reason, error.detail);
  if (is_hopeless(error.fault) || error.fault == Fault::unreadable_media)
    give_up(front, upload);
  else if (http_status(error.fault) < 500)
    // The upload is whole and stays; nothing about it is the client's to mend.
    error.fault = Fault::internal;
  return tus_problem(error);
}

Response PieceSink::refusal(const Error& error) {
  if (is_hopeless(error.fault)) give_up(front_, *upload_);
  return with_state(tus_problem(error), upload_->look());
}

Response PieceSink::finish() {
  const auto state = writer_->finish();
  if (!state) return refusal(state.error());
  return answered_with_outcome(front_, *upload_, tus_answer(204));
}

CreationSink::~CreationSink() {
  if (!kept_) give_up(front_, *upload_);
}

Response CreationSink::refusal(const Error& error) { return tus_problem(error); }

Response CreationSink::finish() {
  if (writer_)
    if (const auto state = writer_->finish(); !state) return refusal(state.error());
  Response answer = answered_with_outcome(front_, *upload_, created_at(*upload_));
  kept_ = answer.status == 201;
  return answer;
}

Done JoinSink::take(std::string_view bytes) {
  if (bytes.empty()) return {};
  return failure(Fault::bad_request, "an upload that is joined from parts has no bytes of its own",
                 "Send neither a length nor bytes.");
}

Response JoinSink::refusal(const Error& error) { return tus_problem(error); }

Response JoinSink::finish() {
  const auto upload = front_.uploads.join(std::move(record_));
  if (!upload) return tus_problem(upload.error());
  if (auto over = when_over(front_, (*upload)->look())) return *std::move(over);
  return answered_with_outcome(front_, **upload, created_at(**upload));
}

}  // namespace podpromo
