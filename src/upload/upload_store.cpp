#include "upload/upload_store.hpp"

#include <algorithm>

#include "storage/log.hpp"
#include "upload/tus_headers.hpp"

namespace podpromo {

namespace {

constexpr std::chrono::minutes kSweepEvery{10};
// Somebody who sends now gets room for the whole file; one that rests only keeps what it has.
constexpr std::chrono::minutes kResting{10};

// One who begins an upload, from before the others are counted until it is one of them.
class Beginner {
 public:
  explicit Beginner(std::atomic<std::size_t>& all) : all_(all), before_(all++) {}
  ~Beginner() { --all_; }
  Beginner(const Beginner&) = delete;
  Beginner& operator=(const Beginner&) = delete;

  // So many began before and are not there yet.
  std::size_t before() const { return before_; }

 private:
  std::atomic<std::size_t>& all_;
  const std::size_t before_;
};

bool rests(const UploadState& state, const UploadPlace& place) {
  return state.left < (state.offset == 0 ? place.life_empty : place.life) - kResting;
}

// Whether an upload may have a file of this extension.
bool belongs_to(const UploadRecord& record, const fs::path& extension) {
  if (extension == ".json") return true;
  if (record.became) return false;
  return extension == ".upload" || (extension == ".transcript" && record.transcript.has_value());
}

}  // namespace

UploadStore::UploadStore(UploadPlace place) : place_(std::move(place)) {}

UploadStore::~UploadStore() {
  sweeper_.request_stop();
  enough_.notify_all();
}

Done UploadStore::open() {
  PODPROMO_TRY(make_folder(place_.folder));
  PODPROMO_TRY(sync_folder(place_.folder.parent_path()));
  std::error_code error;
  for (fs::directory_iterator it(place_.folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".json") PODPROMO_TRY(take_up(it->path()));
  delete_strays();
  sweep();
  sweeper_ = std::jthread([this](const std::stop_token& stop) { sweep_now_and_then(stop); });
  return {};
}

// A record that can't be read is a stray: without it nobody knows what its bytes are.
Done UploadStore::take_up(const fs::path& record_file) {
  const auto id = EpisodeId::parse(record_file.stem().string());
  if (!id) return {};
  const auto record = load_upload_record(place_.folder, *id);
  if (!record && record.error().fault != Fault::internal) return failure(record.error());
  if (!record) return {};
  PODPROMO_TRY(upload, ResumableUpload::reopen(place_, *record));
  const std::lock_guard lock(mutex_);
  uploads_.emplace(*id, std::move(upload));
  return {};
}

void UploadStore::delete_strays() const {
  std::error_code error;
  for (fs::directory_iterator it(place_.folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& file = it->path();
    const auto id = EpisodeId::parse(file.stem().string());
    const auto known = id ? find(*id) : failure(id.error());
    std::error_code ignored;
    if (!known || !belongs_to((*known)->look().record, file.extension())) fs::remove_all(file, ignored);
  }
}

Result<std::shared_ptr<ResumableUpload>> UploadStore::create(UploadRecord record) {
  PODPROMO_TRY(check_length(record.length.value_or(0), place_.limits));
  PODPROMO_TRY(check_space(place_.folder, record.length.value_or(0), place_.limits));
  const Beginner beginner(beginning_);
  const auto unfinished = std::ranges::count_if(all(), [](const auto& one) { return !one->look().record.became; });
  if (beginner.before() + static_cast<std::size_t>(unfinished) >= place_.most)
    return failure(Fault::too_many, "too many uploads are under way", "Send it again when some of them are finished.");
  const EpisodeId id = record.id;
  if (record.transcript) PODPROMO_TRY(keep_transcript(record));
  auto upload = ResumableUpload::make(place_, std::move(record));
  if (!upload) {
    std::error_code ignored;
    fs::remove(upload_transcript_file(place_.folder, id), ignored);
    return failure(upload.error());
  }
  const std::lock_guard lock(mutex_);
  uploads_.emplace(id, *upload);
  return upload;
}

// Before there is a record: bytes that a crash leaves without one are strays.
Done UploadStore::keep_transcript(UploadRecord& record) const {
  PODPROMO_TRY(sent, transcript(*record.transcript));
  record.transcript_name = std::move(sent.name);
  return write_durably(upload_transcript_file(place_.folder, record.id), sent.bytes);
}

Result<SentTranscript> UploadStore::transcript(const EpisodeId& id) const {
  const auto upload = find(id);
  const UploadState state = upload ? (*upload)->look() : UploadState{.record = {.id = id}, .expired = true};
  if (state.record.role != UploadRole::transcript || state.record.became || state.expired)
    return failure(Fault::bad_request, "the transcript that this upload names isn't here",
                   "Send the transcript again, then the episode.");
  if (!state.complete())
    return failure(Fault::bad_request, "the transcript of this upload isn't complete", "Send the rest of it first.");
  PODPROMO_TRY(bytes, (*upload)->content());
  PODPROMO_TRY(facts, parse_upload_facts(state.record.metadata));
  return SentTranscript{std::move(facts.filename), std::move(bytes)};
}

Done UploadStore::change_transcript(const EpisodeId& id, const std::optional<EpisodeId>& wanted) const {
  PODPROMO_TRY(upload, find(id));
  if (!wanted) return upload->change_transcript(std::nullopt, {});
  PODPROMO_TRY(sent, transcript(*wanted));
  return upload->change_transcript(wanted, sent);
}

Result<UploadStore::Parts> UploadStore::parts_of(const std::vector<EpisodeId>& ids) const {
  Parts parts;
  for (const EpisodeId& id : ids) {
    PODPROMO_TRY(part, find(id));
    PODPROMO_TRY(state, part->stop_and_look());
    if (state.record.role != UploadRole::part)
      return failure(Fault::bad_request, "one of these uploads isn't a part",
                     "Name the uploads that were made as parts.");
    if (!state.complete() || state.record.became || state.expired)
      return failure(Fault::bad_request, "one of the parts isn't complete", "Send the rest of it first.");
    parts.bytes += state.offset;
    parts.files.push_back(upload_data_file(place_.folder, id));
    parts.uploads.push_back(std::move(part));
  }
  return parts;
}

std::shared_ptr<ResumableUpload> UploadStore::joined_before(const std::vector<EpisodeId>& parts) const {
  for (const auto& upload : all()) {
    const UploadRecord record = upload->look().record;
    if (record.role == UploadRole::joined && record.parts == parts) return upload;
  }
  return nullptr;
}

Result<std::shared_ptr<ResumableUpload>> UploadStore::join(UploadRecord record) {
  const std::lock_guard lock(joining_);
  if (auto before = joined_before(record.parts)) {
    const UploadState state = before->look();
    if (state.record.became || state.complete()) return before;
    // A crash cut its joining short.
    PODPROMO_TRY(remove(state.record.id));
  }
  PODPROMO_TRY(parts, parts_of(record.parts));
  record.role = UploadRole::joined;
  record.length = parts.bytes;
  PODPROMO_TRY(joined, create(std::move(record)));
  const Done filled = joined->append_files(parts.files, joining_stop_.get_token());
  if (filled) return joined;
  // The parts are still there, so nothing is lost when this attempt goes.
  [[maybe_unused]] const Done removed = remove(joined->look().record.id);
  if (filled.error().fault != Fault::cancelled) return failure(filled.error());
  return failure(Fault::unavailable, "the server is stopping", "Join the parts again when it is back.");
}

void UploadStore::let_parts_go(const UploadRecord& whole) const {
  std::vector<EpisodeId> parts = whole.parts;
  if (whole.transcript) parts.push_back(*whole.transcript);
  for (const EpisodeId& id : parts) {
    const auto part = find(id);
    if (!part) continue;
    if (const Done gone = (*part)->became_part_of(whole.id); !gone)
      log_warning("a part of an upload could not be deleted: " + gone.error().reason);
  }
}

Result<std::shared_ptr<ResumableUpload>> UploadStore::find(const EpisodeId& id) const {
  const std::lock_guard lock(mutex_);
  const auto it = uploads_.find(id);
  if (it != uploads_.end()) return it->second;
  return failure(Fault::not_found, "upload not found", "Send the file again from its beginning.");
}

Done UploadStore::remove(const EpisodeId& id) {
  PODPROMO_TRY(upload, find(id));
  {
    const std::lock_guard lock(mutex_);
    uploads_.erase(id);
  }
  return upload->remove();
}

std::vector<std::shared_ptr<ResumableUpload>> UploadStore::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<ResumableUpload>> all;
  for (const auto& [id, upload] : uploads_) all.push_back(upload);
  return all;
}

std::uint64_t UploadStore::held_bytes() const {
  std::uint64_t sum = 0;
  for (const auto& upload : all()) {
    const UploadState state = upload->look();
    if (state.record.became || state.expired) continue;
    sum += rests(state, place_) ? state.offset : std::max(state.offset, state.record.length.value_or(0));
  }
  return sum;
}

void UploadStore::sweep() {
  for (const auto& upload : all()) {
    const UploadState state = upload->look();
    if (upload->drop_when_expired()) {
      log_info("upload " + state.record.id.text() + " has expired");
    } else if (state.left.count() == 0) {
      // What only remembers is forgotten after the same time.
      [[maybe_unused]] const Done forgotten = remove(state.record.id);
    }
  }
}

void UploadStore::sweep_now_and_then(const std::stop_token& stop) {
  std::unique_lock lock(resting_);
  while (!stop.stop_requested()) {
    enough_.wait_for(lock, stop, kSweepEvery, [] { return false; });
    if (!stop.stop_requested()) sweep();
  }
}

}  // namespace podpromo
