#include <charconv>
#include <deque>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/room.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/upload_sinks.hpp"
#include "jobs/retry_policy.hpp"
#include "upload/incoming_file.hpp"
#include "upload/multipart.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestField = 1000;
constexpr std::uint64_t kClaimAhead = std::uint64_t{16} << 20;

// A form with a file in it, on its way to become an episode.
class EpisodeUpload final : public BodySink {
 public:
  EpisodeUpload(const Front& front, std::string_view boundary, std::uint64_t announced, StorageRoom::Claim claim)
      : front_(front),
        claim_(std::move(claim)),
        announced_(announced),
        reader_(boundary, {.part_begins = [this](const FormPart& part) { return part_begins(part); },
                           .bytes = [this](std::string_view bytes) { return part_bytes(bytes); },
                           .part_ends = []() -> Done { return {}; }}) {}

  Done take(std::string_view bytes) override { return reader_.take(bytes); }
  Response finish() override;

 private:
  Done part_begins(const FormPart& part);
  Done part_bytes(std::string_view bytes);
  // Where the text of a field is kept; null for one that is not asked for.
  std::string* field_named(std::string_view name);
  Result<UploadOutcome> keep_episode();

  const Front& front_;
  StorageRoom::Claim claim_;
  std::uint64_t arrived_ = 0;
  EpisodeId id_ = EpisodeId::random();
  std::uint64_t announced_;
  std::optional<IncomingFile> incoming_;
  std::string client_name_;
  std::string* field_ = nullptr;
  std::string title_;
  std::string show_;
  std::string language_;
  std::string speakers_;
  std::string transcript_;
  std::string transcript_name_;
  bool in_file_ = false;
  MultipartReader reader_;
};

std::string* EpisodeUpload::field_named(std::string_view name) {
  if (name == "title") return &title_;
  if (name == "show") return &show_;
  if (name == "language") return &language_;
  return name == "speakers" ? &speakers_ : nullptr;
}

Done EpisodeUpload::part_begins(const FormPart& part) {
  // A form that was sent without choosing a file has one without a name.
  in_file_ = part.name == "file" && !part.file_name.empty();
  field_ = field_named(part.name);
  if (part.name == "transcript" && !part.file_name.empty()) {
    transcript_name_ = fs::path(part.file_name).filename().string();
    field_ = &transcript_;
  }
  if (!in_file_) return {};
  if (incoming_) return failure(Fault::bad_request, "there are two files in this upload", "Send one file at a time.");
  client_name_ = fs::path(part.file_name).filename().string();
  PODPROMO_TRY(incoming, IncomingFile::begin(front_.folders.incoming(), id_.text(), {client_name_, announced_},
                                             front_.upload_limits));
  incoming_.emplace(std::move(incoming));
  return {};
}

Done EpisodeUpload::part_bytes(std::string_view bytes) {
  if (in_file_) {
    arrived_ += bytes.size();
    // Of a body without a length, room is claimed as it comes.
    if (arrived_ > claim_.bytes()) PODPROMO_TRY(claim_.grow_to(arrived_ + kClaimAhead));
    return incoming_->take(bytes);
  }
  if (field_ == nullptr) return {};
  if (field_ == &transcript_) PODPROMO_TRY(check_transcript_length(field_->size() + bytes.size()));
  if (field_ != &transcript_ && field_->size() + bytes.size() > kLongestField)
    return failure(Fault::bad_request, "a field of this form is too long");
  *field_ += bytes;
  return {};
}

Result<UploadOutcome> EpisodeUpload::keep_episode() {
  if (!reader_.complete()) return failure(Fault::bad_request, "the upload ended in the middle", "Send it again.");
  if (!incoming_)
    return failure(Fault::bad_request, "there is no file in this upload", "Send the file in a field named \"file\".");
  PODPROMO_TRY(check_show(show_));
  PODPROMO_TRY(check_language(language_));
  PODPROMO_TRY(check_speakers(speakers_));
  PODPROMO_TRY(incoming_->finish());
  return front_.intake.take_in({.id = id_,
                                .file = incoming_->path(),
                                .bytes = incoming_->bytes(),
                                .filename = client_name_,
                                .title = title_,
                                .show = show_,
                                .language = language_,
                                .speakers = speakers_,
                                .transcript = std::move(transcript_),
                                .transcript_name = std::move(transcript_name_)});
}

const char* message_of(const UploadOutcome& kept) {
  if (kept.transcript_left_out)
    return "This file is here already; this is its episode. The transcript that came with it was left out: to use it, "
           "delete the episode, then upload both again.";
  return kept.duplicate ? "This file is here already; this is its episode."
                        : "The upload is complete; the episode is being worked on.";
}

Response EpisodeUpload::finish() {
  const auto kept = keep_episode();
  if (!kept) return problem(kept.error());
  return json_answer({{"ok", true},
                      {"episodeId", kept->episode.text()},
                      {"duplicate", kept->duplicate},
                      {"transcript_left_out", kept->transcript_left_out},
                      {"message", message_of(*kept)}});
}

// At most so many uploads begin in a window of time, whoever sends them.
class UploadRate {
 public:
  // For how long it has to wait; 0 when it has begun.
  std::chrono::seconds admit(std::chrono::steady_clock::time_point now) {
    static constexpr std::size_t kMost = 30;
    static constexpr std::chrono::minutes kWindow{5};
    const std::scoped_lock lock(mutex_);
    while (!begun_.empty() && now - begun_.front() >= kWindow) begun_.pop_front();
    if (begun_.size() >= kMost) return std::chrono::ceil<std::chrono::seconds>(begun_.front() + kWindow - now);
    begun_.push_back(now);
    return {};
  }

 private:
  std::mutex mutex_;
  std::deque<std::chrono::steady_clock::time_point> begun_;
};

Response too_many(std::chrono::seconds wait) {
  return problem(
      {Fault::too_many, "too many uploads in a short time", fmt::format("Send it again in {}.", rest_text(wait))},
      {429, "too_many", wait});
}

std::uint64_t announced_length(const Request& request) {
  const auto header = request.header("content-length");
  std::uint64_t bytes = 0;
  std::from_chars(header.data(), header.data() + header.size(), bytes);
  return bytes;
}

}  // namespace

void add_upload_routes(Router& router, const Front& front) {
  auto rate = std::make_shared<UploadRate>();
  router.on_upload("POST", "/api/upload", [&front, rate](Request& request) -> Result<std::unique_ptr<BodySink>> {
    PODPROMO_TRY(boundary, multipart_boundary(request.header("content-type")));
    const std::uint64_t announced = announced_length(request);
    // The form around the file adds a little to its length.
    static constexpr std::uint64_t kForm = 64 << 10;
    const std::uint64_t at_least = announced > kForm ? announced - kForm : 0;
    PODPROMO_TRY(check_length(at_least, front.upload_limits));
    const auto wait = rate->admit(front.clock.steady_now());
    if (wait.count() > 0) return std::make_unique<AnsweredSink>(too_many(wait));
    PODPROMO_TRY(claim, claim_room(front, announced));
    return std::make_unique<EpisodeUpload>(front, boundary, at_least, std::move(claim));
  });
}

}  // namespace podpromo
