#include "http/routes/tus_answers.hpp"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "http/answers.hpp"

namespace podpromo {

namespace {

std::string address_of(const EpisodeId& id) { return fmt::format("{}/{}", kUploadsPath, id.text()); }

std::string parts_text(const UploadRecord& record) {
  std::string text = "final;";
  for (const EpisodeId& part : record.parts) text += (text.ends_with(';') ? "" : " ") + address_of(part);
  return text;
}

}  // namespace

std::string http_date_in(std::chrono::seconds left) {
  const auto when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + left);
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(when));
}

Response tus_answer(int status) {
  Response response{.status = status, .headers = {}, .body = std::string{}};
  return response.with("Tus-Resumable", std::string(kTusVersion)).with("Cache-Control", "no-store");
}

Response tus_problem(const Error& error) {
  Response response = problem(error);
  // A checksum that is wrong has a status of its own.
  if (error.fault == Fault::unreadable_media) response = problem(error, {.status = 460, .code = "checksum_mismatch"});
  return response.with("Tus-Resumable", std::string(kTusVersion));
}

Response with_state(Response response, const UploadState& state) {
  response.with("Upload-Offset", std::to_string(state.offset));
  const bool became_episode = state.record.became && state.record.is_episode();
  if (!state.record.became) response.with("Upload-Expires", http_date_in(state.left));
  if (became_episode) response.with("Podpromo-Episode", state.record.became->text());
  if (became_episode && state.record.duplicate) response.with("Podpromo-Duplicate", "true");
  if (became_episode && state.record.transcript_left_out) response.with("Podpromo-Transcript", "left-out");
  return response;
}

Response tus_description(const UploadState& state) {
  Response response = with_state(tus_answer(200), state);
  const UploadRecord& record = state.record;
  if (record.length)
    response.with("Upload-Length", std::to_string(*record.length));
  else
    response.with("Upload-Defer-Length", "1");
  if (!record.metadata.empty()) response.with("Upload-Metadata", record.metadata);
  if (record.role == UploadRole::part) response.with("Upload-Concat", "partial");
  if (record.role == UploadRole::joined) response.with("Upload-Concat", parts_text(record));
  return response;
}

Response tus_abilities(std::uint64_t max_bytes) {
  return tus_answer(204)
      .with("Tus-Version", std::string(kTusVersion))
      .with("Tus-Extension",
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation")
      .with("Tus-Max-Size", std::to_string(max_bytes))
      .with("Tus-Checksum-Algorithm", "sha1,sha256");
}

}  // namespace podpromo
