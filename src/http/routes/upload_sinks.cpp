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

}  // namespace

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
  Response created = tus_answer(201);
  created.with("Location", std::string(kUploadsPath) + "/" + upload_->look().record.id.text());
  Response answer = answered_with_outcome(front_, *upload_, std::move(created));
  kept_ = answer.status == 201;
  return answer;
}

}  // namespace podpromo
