#include <expected>
#include <optional>

#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/ascii_case.hpp"
#include "http/routes/room.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/tus_answers.hpp"
#include "http/routes/upload_sinks.hpp"
#include "upload/tus_headers.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kBytes = "application/offset+octet-stream";

// What a request was for, or the answer that ends it.
template <typename T>
using OrAnswer = std::expected<T, Response>;
using Sink = std::unique_ptr<BodySink>;

std::unexpected<Response> answered(const Error& error) { return std::unexpected(tus_problem(error)); }

template <typename T>
OrAnswer<T> or_answer(Result<T> result) {
  if (!result) return answered(result.error());
  return *std::move(result);
}

OrAnswer<bool> speaks_our_version(const Request& request) {
  if (request.header("tus-resumable") == kTusVersion) return true;
  Response response = problem({Fault::bad_request, "this version of the upload protocol isn't spoken here",
                               "Send the header Tus-Resumable: 1.0.0."},
                              {.status = 412, .code = "unknown_version"});
  response.with("Tus-Resumable", std::string(kTusVersion)).with("Tus-Version", std::string(kTusVersion));
  return std::unexpected(std::move(response));
}

OrAnswer<std::shared_ptr<ResumableUpload>> asked_upload(const Front& front, const Request& request) {
  const auto id = EpisodeId::parse(request.parameter("id"));
  PODPROMO_TRY(upload, or_answer(id ? front.uploads.find(*id) : failure(Fault::not_found, "upload not found")));
  if (auto over = when_over(front, upload->look())) return std::unexpected(*std::move(over));
  return upload;
}

Result<std::optional<std::uint64_t>> optional_count(std::string_view text) {
  if (text.empty()) return std::nullopt;
  PODPROMO_TRY(count, parse_byte_count(text));
  return count;
}

Result<std::optional<UploadChecksum>> checksum_of(const Request& request) {
  const auto header = request.header("upload-checksum");
  if (header.empty()) return std::nullopt;
  PODPROMO_TRY(checksum, parse_upload_checksum(header));
  return checksum;
}

Result<ResumableUpload::Piece> piece_of(const Request& request, std::uint64_t offset) {
  PODPROMO_TRY(length, optional_count(request.header("upload-length")));
  PODPROMO_TRY(announced, optional_count(request.header("content-length")));
  PODPROMO_TRY(checksum, checksum_of(request));
  return ResumableUpload::Piece{
      .offset = offset, .announced = announced.value_or(0), .length = length, .checksum = std::move(checksum)};
}

bool brings_bytes(const Request& request) {
  return !request.header("transfer-encoding").empty() ||
         (!request.header("content-length").empty() && request.header("content-length") != "0");
}

std::unexpected<Response> wrong_type() {
  return answered({Fault::unsupported_media, "these bytes aren't announced as a piece of an upload",
                   "Send them with Content-Type: application/offset+octet-stream."});
}

// Room for what is still to come, when nobody reckoned with it.
Done check_rest(const Front& front, const UploadState& state, std::optional<std::uint64_t> length) {
  if (state.record.became) return {};
  const std::uint64_t whole = state.record.length ? *state.record.length : length.value_or(state.offset);
  const std::uint64_t rest = whole > state.offset ? whole - state.offset : 0;
  return check_space(front.uploads.place().folder, rest, front.upload_limits);
}

OrAnswer<Sink> patch(const Front& front, const Request& request) {
  PODPROMO_TRY(upload, asked_upload(front, request));
  if (!same_but_case(request.header("content-type"), kBytes)) return wrong_type();
  const UploadState state = upload->look();
  if (state.record.role == UploadRole::joined)
    return answered({Fault::denied, "an upload that is joined from parts takes no bytes", "Send them to its parts."});
  PODPROMO_TRY(offset, or_answer(parse_byte_count(request.header("upload-offset"))));
  PODPROMO_TRY(piece, or_answer(piece_of(request, offset)));
  if (const Done room = check_rest(front, state, piece.length); !room) return answered(room.error());
  auto writer = upload->write(std::move(piece));
  if (!writer) return std::unexpected(with_state(tus_problem(writer.error()), upload->look()));
  return std::make_unique<PieceSink>(front, std::move(upload), *std::move(writer));
}

// A piece that this request brings along for an upload it makes.
OrAnswer<std::unique_ptr<UploadWriter>> first_writer(ResumableUpload& upload, const Request& request) {
  if (!brings_bytes(request)) return nullptr;
  if (!same_but_case(request.header("content-type"), kBytes)) return wrong_type();
  PODPROMO_TRY(piece, or_answer(piece_of(request, 0)));
  piece.length = upload.look().record.length;
  // Nobody knows its address before the answer, so half of it would be of no use to anybody.
  piece.all_or_nothing = true;
  return or_answer(upload.write(std::move(piece)));
}

// Either its length or that it will be said later.
Result<std::optional<std::uint64_t>> wanted_length(const Request& request) {
  PODPROMO_TRY(length, optional_count(request.header("upload-length")));
  const auto deferred = request.header("upload-defer-length");
  if (length.has_value() == !deferred.empty() || (!deferred.empty() && deferred != "1"))
    return failure(Fault::bad_request, "an upload says how long it is, or that it will say so later",
                   "Send Upload-Length, or Upload-Defer-Length: 1.");
  if (length && *length == 0)
    return failure(Fault::bad_request, "the file is empty",
                   "Choose the file again; it may still have been copied when it was sent.");
  return length;
}

// What the metadata of `record` says it is.
Done add_facts(UploadRecord& record) {
  PODPROMO_TRY(facts, parse_upload_facts(record.metadata));
  record.transcript = facts.transcript;
  if (!facts.is_transcript) {
    PODPROMO_TRY(media_extension(facts.filename));
    return {};
  }
  if (record.role == UploadRole::joined)
    return failure(Fault::bad_request, "a transcript isn't joined from parts", "Send it as one upload.");
  record.role = UploadRole::transcript;
  return {};
}

Result<UploadRecord> wanted_record(const Request& request, UploadRole role) {
  UploadRecord record{
      .id = EpisodeId::random(), .role = role, .metadata = std::string(request.header("upload-metadata"))};
  if (role == UploadRole::part) {
    PODPROMO_TRY(parse_upload_metadata(record.metadata));
  } else {
    PODPROMO_TRY(add_facts(record));
  }
  if (role != UploadRole::joined) {
    PODPROMO_TRY(length, wanted_length(request));
    record.length = length;
  }
  return record;
}

// What this request asks to be made: its role and its parts say so before anything is.
Result<UploadRecord> asked_record(const Request& request) {
  const auto header = request.header("upload-concat");
  if (header.empty()) return wanted_record(request, UploadRole::whole);
  PODPROMO_TRY(concat, parse_upload_concat(header));
  PODPROMO_TRY(record, wanted_record(request, concat.is_final ? UploadRole::joined : UploadRole::part));
  record.parts = std::move(concat.parts);
  if (concat.is_final && (!request.header("upload-length").empty() || brings_bytes(request)))
    return failure(Fault::bad_request, "an upload that is joined from parts has no bytes of its own",
                   "Send neither a length nor bytes.");
  return record;
}

Result<std::shared_ptr<ResumableUpload>> made_upload(const Front& front, UploadRecord record) {
  const std::uint64_t length = record.length.value_or(0);
  if (record.role == UploadRole::transcript) PODPROMO_TRY(check_transcript_length(length));
  PODPROMO_TRY(check_length(length, front.upload_limits));
  PODPROMO_TRY(claim, claim_room(front, length));
  auto upload = front.uploads.create(std::move(record));
  claim.hand_over();
  return upload;
}

OrAnswer<Sink> create(const Front& front, const Request& request) {
  PODPROMO_TRY(record, or_answer(asked_record(request)));
  if (record.role == UploadRole::joined) return std::make_unique<JoinSink>(front, std::move(record));
  PODPROMO_TRY(upload, or_answer(made_upload(front, std::move(record))));
  auto writer = first_writer(*upload, request);
  if (writer) return std::make_unique<CreationSink>(front, std::move(upload), *std::move(writer));
  [[maybe_unused]] const Done removed = front.uploads.remove(upload->look().record.id);
  return std::unexpected(std::move(writer).error());
}

// Clients take any refusal but 423 for the end of an upload and begin anew, so what may pass is told so.
OrAnswer<Response> head(const Front& front, const Request& request) {
  PODPROMO_TRY(upload, asked_upload(front, request));
  const auto state = upload->stop_and_look();
  Response answer = state ? answered_with_outcome(front, *upload, tus_answer(200)) : tus_problem(state.error());
  if (answer.status >= 500 || answer.status == 429) return tus_answer(423).with("Retry-After", "5");
  if (answer.status != 200) return answer;
  return tus_description(upload->look());
}

OrAnswer<Response> remove(const Front& front, const Request& request) {
  PODPROMO_TRY(upload, asked_upload(front, request));
  const Done removed = front.uploads.remove(upload->look().record.id);
  if (!removed) return answered(removed.error());
  return tus_answer(204);
}

OrAnswer<Sink> by_method(const Front& front, const Request& request, std::string_view method) {
  const auto sink = [](OrAnswer<Response> answer) -> Sink {
    return std::make_unique<AnsweredSink>(answer ? *std::move(answer) : std::move(answer).error());
  };
  if (method == "PATCH") return patch(front, request);
  if (method == "HEAD") return sink(head(front, request));
  if (method == "DELETE") return sink(remove(front, request));
  return std::unexpected(problem({Fault::bad_request, "POST isn't possible here"}, {405, "method_not_allowed"})
                             .with("Allow", "HEAD, PATCH, DELETE, OPTIONS"));
}

Result<EpisodeId> wanted_transcript(const std::string& body) {
  const auto wanted = nlohmann::json::parse(body, nullptr, false);
  const auto it = wanted.is_object() ? wanted.find("upload") : wanted.end();
  const auto id = it != wanted.end() && it->is_string() ? EpisodeId::parse(it->get<std::string>())
                                                        : failure(Fault::bad_request, "no upload was named");
  if (id) return id;
  return failure(Fault::bad_request, "a transcript is named by the upload that brought it",
                 R"(Send {"upload":"ID"}, with the last part of that upload's address.)");
}

// Not of the protocol, whose metadata is for all time: what is said in an episode may be found while it is sent.
OrAnswer<Response> change_transcript(const Front& front, const Request& request) {
  PODPROMO_TRY(upload, asked_upload(front, request));
  std::optional<EpisodeId> wanted;
  if (request.method == "PUT") {
    PODPROMO_TRY(named, or_answer(wanted_transcript(request.body)));
    wanted = named;
  }
  const Done changed = front.uploads.change_transcript(upload->look().record.id, wanted);
  if (!changed) return std::unexpected(problem(changed.error()));
  return json_answer({{"ok", true}});
}

template <typename Work>
Result<Sink> streamed(const Request& request, Work&& work) {
  const auto version = speaks_our_version(request);
  OrAnswer<Sink> sink = version ? work() : OrAnswer<Sink>(std::unexpected(version.error()));
  if (sink) return *std::move(sink);
  return std::make_unique<AnsweredSink>(std::move(sink).error());
}

template <typename Work>
Response spoken(const Request& request, Work&& work) {
  const auto version = speaks_our_version(request);
  if (!version) return version.error();
  auto answer = work();
  return answer ? *std::move(answer) : std::move(answer).error();
}

}  // namespace

void add_uploads_routes(Router& router, const Front& front) {
  const auto abilities = [&front](Request&) { return tus_abilities(front.upload_limits.max_bytes); };
  const std::string all(kUploadsPath);
  const std::string one = all + "/{id}";
  router.on("OPTIONS", all, abilities);
  router.on("OPTIONS", one, abilities);
  router.on_upload("POST", all,
                   [&front](Request& request) { return streamed(request, [&] { return create(front, request); }); });
  router.on("HEAD", one, [&front](Request& request) { return spoken(request, [&] { return head(front, request); }); });
  router.on("DELETE", one,
            [&front](Request& request) { return spoken(request, [&] { return remove(front, request); }); });
  const auto transcript = [&front](Request& request) {
    auto answer = change_transcript(front, request);
    return answer ? *std::move(answer) : std::move(answer).error();
  };
  router.on("PUT", one + "/transcript", transcript);
  router.on("DELETE", one + "/transcript", transcript);
  router.on_upload("PATCH", one,
                   [&front](Request& request) { return streamed(request, [&] { return patch(front, request); }); });
  router.on_upload("POST", one, [&front](Request& request) {
    return streamed(request, [&] { return by_method(front, request, request.header("x-http-method-override")); });
  });
}

}  // namespace podpromo
