#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "http/answers.hpp"
#include "http/routes/routes.hpp"
#include "upload/multipart.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestField = 1000;

// A form with a file in it, on its way to become an episode.
class EpisodeUpload final : public BodySink {
 public:
  EpisodeUpload(const Front& front, std::string_view boundary, std::uint64_t announced)
      : front_(front),
        announced_(announced),
        reader_(boundary, {.part_begins = [this](const FormPart& part) { return part_begins(part); },
                           .bytes = [this](std::string_view bytes) { return part_bytes(bytes); },
                           .part_ends = []() -> Done { return {}; }}) {}

  Done take(std::string_view bytes) override { return reader_.take(bytes); }
  Response finish() override;

 private:
  Done part_begins(const FormPart& part);
  Done part_bytes(std::string_view bytes);
  Result<EpisodeId> keep_episode();
  Done take_in();

  const Front& front_;
  EpisodeId id_ = EpisodeId::random();
  std::uint64_t announced_;
  std::optional<IncomingFile> incoming_;
  std::string client_name_;
  std::string* field_ = nullptr;
  std::string title_;
  std::string language_;
  bool in_file_ = false;
  MultipartReader reader_;
};

Done EpisodeUpload::part_begins(const FormPart& part) {
  // A form that was sent without choosing a file has one without a name.
  in_file_ = part.name == "file" && !part.file_name.empty();
  field_ = part.name == "title" ? &title_ : part.name == "language" ? &language_ : nullptr;
  if (!in_file_) return {};
  if (incoming_) return failure(Fault::bad_request, "there are two files in this upload", "Send one file at a time.");
  client_name_ = fs::path(part.file_name).filename().string();
  PODPROMO_TRY(incoming, IncomingFile::begin(front_.folders.incoming(), id_.text(), {client_name_, announced_},
                                             front_.upload_limits));
  incoming_.emplace(std::move(incoming));
  return {};
}

Done EpisodeUpload::part_bytes(std::string_view bytes) {
  if (in_file_) return incoming_->take(bytes);
  if (field_ == nullptr) return {};
  if (field_->size() + bytes.size() > kLongestField)
    return failure(Fault::bad_request, "a field of this form is too long");
  *field_ += bytes;
  return {};
}

Result<EpisodeId> EpisodeUpload::keep_episode() {
  if (!reader_.complete()) return failure(Fault::bad_request, "the upload ended in the middle", "Send it again.");
  if (!incoming_)
    return failure(Fault::bad_request, "there is no file in this upload", "Send the file in a field named \"file\".");
  // ISO 639, or nothing for "find out".
  if (language_.size() > 3 || !std::ranges::all_of(language_, [](char c) { return c >= 'a' && c <= 'z'; }))
    return failure(Fault::bad_request, "there is no language of this name", "Send its code, for example en.");
  auto taken = take_in();
  if (taken) return id_;
  // Nothing was acknowledged, so nothing may stay.
  if (const auto removed = front_.folders.remove(id_); !removed)
    spdlog::warn("{}: {}", id_.text(), removed.error().reason);
  return failure(std::move(taken).error());
}

Done EpisodeUpload::take_in() {
  PODPROMO_TRY(received, incoming_->finish(front_.folders.source(id_, incoming_->extension())));
  ClipWishes wishes = front_.wishes;
  wishes.title = title_;
  if (!language_.empty()) wishes.language = language_;
  const Episode episode{.id = id_,
                        .title = title_.empty() ? fs::path(client_name_).stem().string() : title_,
                        .show = {},
                        .filename = client_name_,
                        .extension = incoming_->extension(),
                        .bytes = received.bytes,
                        .sha256 = received.sha256,
                        .created_at = front_.clock.now()};
  return front_.workshop.take_in(episode, wishes);
}

Response EpisodeUpload::finish() {
  const auto id = keep_episode();
  if (!id) return problem(id.error());
  return json_answer({{"ok", true},
                      {"episodeId", id->text()},
                      {"message", "The upload is complete; the episode is being worked on."}});
}

// At most so many uploads begin in a window of time, whoever sends them.
class UploadRate {
 public:
  Done admit(std::chrono::steady_clock::time_point now) {
    static constexpr std::size_t kMost = 30;
    static constexpr std::chrono::minutes kWindow{5};
    const std::scoped_lock lock(mutex_);
    while (!begun_.empty() && now - begun_.front() > kWindow) begun_.pop_front();
    if (begun_.size() >= kMost)
      return failure(Fault::too_many, "too many uploads in a short time", "Wait a minute, then send it again.");
    begun_.push_back(now);
    return {};
  }

 private:
  std::mutex mutex_;
  std::deque<std::chrono::steady_clock::time_point> begun_;
};

Done check_room(const Front& front, std::uint64_t announced) {
  PODPROMO_TRY(waiting, front.jobs.waiting());
  if (waiting >= front.most_waiting)
    return failure(Fault::too_many, "too many episodes are waiting already",
                   "Send it again when some of them are finished.");
  PODPROMO_TRY(stored, front.episodes.stored_bytes());
  if (stored + announced > front.quota_bytes)
    return failure(Fault::no_space, fmt::format("the storage limit of {} GB is reached", front.quota_bytes >> 30),
                   "Delete old episodes, then send it again.");
  return {};
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
    PODPROMO_TRY(rate->admit(front.clock.steady_now()));
    PODPROMO_TRY(check_room(front, announced));
    return std::make_unique<EpisodeUpload>(front, boundary, at_least);
  });
}

}  // namespace podpromo
