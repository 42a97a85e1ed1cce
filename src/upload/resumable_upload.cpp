#include "upload/resumable_upload.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "media/sniff.hpp"

namespace podpromo {

namespace {

constexpr std::uint64_t kSpaceCheckEvery = std::uint64_t{16} << 20;

std::unexpected<Error> gone() {
  return failure(Fault::not_found, "this upload isn't here any more", "Send the file again from its beginning.");
}

std::unexpected<Error> busy() {
  return failure(Fault::unavailable, "this upload is being worked on", "Ask again in a few seconds.");
}

Done remove_file(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) return failure(system_error("delete an upload", error.value()));
  return {};
}

// Where an earlier life began to take bytes it never verified; nothing when it did not.
std::optional<std::uint64_t> marked(const fs::path& mark) {
  const auto text = read_whole(mark, 64);
  if (!text) return std::nullopt;
  // A mark that can't be read says nothing, so nothing is believed.
  return parse_byte_count(*text).value_or(0);
}

}  // namespace

class ResumableUpload::Hold {
 public:
  explicit Hold(ResumableUpload& upload) : upload_(upload), lock_(upload.mutex_) {}
  // Ask it whether it holds anything.
  Hold(ResumableUpload& upload, std::chrono::milliseconds patience) : upload_(upload), lock_(upload.mutex_, patience) {}
  ~Hold() {
    if (!lock_) return;
    Shown shown = upload_.shown_now();
    const std::lock_guard showing(upload_.show_);
    upload_.shown_ = std::move(shown);
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  explicit operator bool() const { return lock_.owns_lock(); }

 private:
  ResumableUpload& upload_;
  std::unique_lock<std::timed_mutex> lock_;
};

ResumableUpload::ResumableUpload(const UploadPlace& place, UploadRecord record, std::optional<GrowingFile> file)
    : place_(place),
      record_(std::make_shared<const UploadRecord>(std::move(record))),
      file_(std::move(file)),
      touched_(place.clock.steady_now()),
      shown_(shown_now()) {}

Result<std::shared_ptr<ResumableUpload>> ResumableUpload::make(const UploadPlace& place, UploadRecord record) {
  const fs::path data = upload_data_file(place.folder, record.id);
  PODPROMO_TRY(file, GrowingFile::make(data));
  // Saving the record syncs the folder, the name of the file in it too.
  if (const Done saved = save_upload_record(place.folder, record); !saved) {
    std::error_code ignored;
    fs::remove(data, ignored);
    return failure(saved.error());
  }
  return std::shared_ptr<ResumableUpload>(new ResumableUpload(place, std::move(record), std::move(file)));
}

Result<std::shared_ptr<ResumableUpload>> ResumableUpload::reopen(const UploadPlace& place, UploadRecord record) {
  const fs::path data = upload_data_file(place.folder, record.id);
  const fs::path mark = upload_mark_file(place.folder, record.id);
  std::error_code error;
  fs::path last_touched = upload_record_file(place.folder, record.id);
  std::optional<GrowingFile> file;
  if (!record.became && fs::exists(data, error)) {
    PODPROMO_TRY(opened, GrowingFile::open(data));
    file.emplace(std::move(opened));
    last_touched = data;
    const auto unverified = marked(mark);
    if (unverified && *unverified < file->size()) PODPROMO_TRY(file->cut_to(*unverified));
    PODPROMO_TRY(remove_file(mark));
  }
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(last_touched, error);
  std::shared_ptr<ResumableUpload> upload(new ResumableUpload(place, std::move(record), std::move(file)));
  // A clock that was set back must not make it younger than new.
  const Hold hold(*upload);
  if (!error) upload->touched_ -= std::max(age, fs::file_time_type::duration::zero());
  return upload;
}

ResumableUpload::Shown ResumableUpload::shown_now() const {
  Shown shown{.record = record_, .has_file = file_.has_value(), .touched = touched_};
  if (file_) shown.offset = unverified_from_.value_or(file_->size());
  if (record_->became) shown.offset = record_->length.value_or(0);
  shown.empty = file_ && file_->size() == 0;
  return shown;
}

UploadState ResumableUpload::state_of(const Shown& shown) const {
  const auto life = shown.empty ? place_.life_empty : place_.life;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(place_.clock.steady_now() - shown.touched);
  UploadState state{.record = *shown.record, .offset = shown.offset};
  state.left = std::max(life - age, std::chrono::seconds(0));
  state.expired = !state.record.became && (!shown.has_file || state.left.count() == 0);
  return state;
}

Done ResumableUpload::change_record(UploadRecord changed) {
  PODPROMO_TRY(save_upload_record(place_.folder, changed));
  record_ = std::make_shared<const UploadRecord>(std::move(changed));
  return {};
}

UploadState ResumableUpload::look() const {
  const auto copied = [this] {
    const std::lock_guard showing(show_);
    return shown_;
  };
  return state_of(copied());
}

Result<UploadState> ResumableUpload::stop_and_look() {
  const Hold hold(*this, place_.patience);
  if (!hold) return busy();
  if (removed_) return gone();
  if (file_) {
    PODPROMO_TRY(end_turn());
    PODPROMO_TRY(file_->sync());
  }
  return state();
}

// Whoever had the turn finds that it has passed. What it brought under a checksum goes with it.
Done ResumableUpload::end_turn() {
  ++turn_;
  if (!unverified_from_) return {};
  PODPROMO_TRY(file_->cut_to(*std::exchange(unverified_from_, std::nullopt)));
  return unmark();
}

Done ResumableUpload::count_all() {
  PODPROMO_TRY(file_->sync());
  if (!unverified_from_) return {};
  PODPROMO_TRY(unmark());
  unverified_from_.reset();
  return {};
}

Done ResumableUpload::unmark() {
  PODPROMO_TRY(remove_file(upload_mark_file(place_.folder, record_->id)));
  return sync_folder(place_.folder);
}

Done ResumableUpload::begin_unverified() {
  const std::uint64_t from = file_->size();
  PODPROMO_TRY(write_durably(upload_mark_file(place_.folder, record_->id), std::to_string(from)));
  unverified_from_ = from;
  return {};
}

Done ResumableUpload::check_turn(std::uint64_t turn) const {
  if (removed_ || !file_) return gone();
  if (turn == turn_) return {};
  return failure(Fault::conflict, "another connection goes on with this upload", "Ask how far it is.");
}

Done ResumableUpload::check_role_length(std::uint64_t bytes) const {
  if (record_->role == UploadRole::transcript) PODPROMO_TRY(check_transcript_length(bytes));
  return check_length(bytes, place_.limits);
}

Done ResumableUpload::check_piece(const Piece& piece) const {
  if (removed_ || state().expired) return gone();
  const std::uint64_t offset = state().offset;
  if (piece.offset != offset)
    return failure(Fault::conflict, "the upload is at another place", "Ask how far it is, and go on from there.");
  if (piece.length && record_->length && *piece.length != *record_->length)
    return failure(Fault::conflict, "the length of this upload was said to be another");
  const auto length = record_->length ? record_->length : piece.length;
  if (length) PODPROMO_TRY(check_role_length(*length));
  if (length && offset + piece.announced > *length)
    return failure(Fault::too_large, "more was sent than belongs to this upload");
  return {};
}

Result<std::unique_ptr<UploadWriter>> ResumableUpload::write(Piece piece) {
  const Hold hold(*this, place_.patience);
  if (!hold) return busy();
  PODPROMO_TRY(check_piece(piece));
  // Of one that became an episode there is nothing to write, but its end may be told again.
  if (file_) {
    PODPROMO_TRY(end_turn());
    if (piece.length && !record_->length) {
      UploadRecord told = *record_;
      told.length = piece.length;
      PODPROMO_TRY(change_record(std::move(told)));
    }
    if (piece.checksum || piece.all_or_nothing) PODPROMO_TRY(begin_unverified());
  }
  return std::make_unique<UploadWriter>(shared_from_this(), turn_, std::move(piece.checksum));
}

Done ResumableUpload::append(std::string_view bytes) {
  const std::uint64_t before = file_->size();
  const std::uint64_t after = before + bytes.size();
  PODPROMO_TRY(check_role_length(after));
  if (record_->length && after > *record_->length)
    return failure(Fault::too_large, "more was sent than belongs to this upload");
  if (before / kSpaceCheckEvery != after / kSpaceCheckEvery) PODPROMO_TRY(check_space(place_.folder, 0, place_.limits));
  touched_ = place_.clock.steady_now();
  PODPROMO_TRY(file_->append(bytes));
  return check_magic();
}

// As soon as there is enough to tell. A part of a file may begin with anything, and text begins with letters.
Done ResumableUpload::check_magic() {
  const bool enough = file_->size() >= kSniffBytes || file_->size() == record_->length;
  if (is_media_ || !enough || !record_->is_episode()) return {};
  PODPROMO_TRY(beginning, file_->beginning(kSniffBytes));
  PODPROMO_TRY(media_kind(beginning));
  is_media_ = true;
  return {};
}

Done ResumableUpload::append_files(const std::vector<fs::path>& files, const std::stop_token& stop) {
  const Hold hold(*this);
  if (!file_) return gone();
  for (const fs::path& file : files) PODPROMO_TRY(file_->append_file(file, stop));
  PODPROMO_TRY(check_magic());
  return file_->sync();
}

Result<UploadOutcome> ResumableUpload::settle(const Work& work) {
  const Hold hold(*this);
  if (removed_) return gone();
  if (record_->became) return UploadOutcome{*record_->became, record_->duplicate, record_->transcript_left_out};
  // Where the bytes had to be moved rather than linked, only `work` can tell what they became.
  if (file_ && !state().complete()) return failure(Fault::conflict, "the upload isn't complete");
  if (file_) PODPROMO_TRY(file_->sync());
  const fs::path data = upload_data_file(place_.folder, record_->id);
  PODPROMO_TRY(done, work(*record_, data));
  return outcome(done);
}

// A crash before the record is saved lets the next start do the work again, which finds it done.
Result<UploadOutcome> ResumableUpload::outcome(const UploadOutcome& became) {
  UploadRecord told = *record_;
  told.became = became.episode;
  told.duplicate = became.duplicate;
  told.transcript_left_out = became.transcript_left_out;
  PODPROMO_TRY(change_record(std::move(told)));
  file_.reset();
  touched_ = place_.clock.steady_now();
  // What can't be deleted now is at the next start.
  [[maybe_unused]] const Done deleted = remove_bytes();
  return became;
}

// Bytes that no record names are strays; a record without them would be an upload that can't be finished.
Done ResumableUpload::change_transcript(const std::optional<EpisodeId>& from, const SentTranscript& sent) {
  const Hold hold(*this, place_.patience);
  if (!hold) return busy();
  if (!record_->is_episode()) return failure(Fault::bad_request, "only the upload of an episode has a transcript");
  if (record_->became)
    return failure(Fault::conflict, "the episode of this upload is there already", "Correct its transcript.");
  if (removed_ || state().expired) return gone();
  UploadRecord told = *record_;
  told.transcript = from;
  told.transcript_name = from ? sent.name : "";
  const fs::path file = upload_transcript_file(place_.folder, record_->id);
  if (from) PODPROMO_TRY(write_durably(file, sent.bytes));
  PODPROMO_TRY(change_record(std::move(told)));
  if (from) return {};
  return remove_file(file);
}

Result<std::string> ResumableUpload::content() const {
  const std::lock_guard lock(mutex_);
  if (removed_ || !file_ || state().expired) return gone();
  if (!state().complete()) return failure(Fault::conflict, "the upload isn't complete");
  return file_->beginning(file_->size());
}

Done ResumableUpload::became_part_of(const EpisodeId& other) {
  const Hold hold(*this);
  if (removed_ || record_->became) return {};
  PODPROMO_TRY(outcome({other, false}));
  return {};
}

// Not the record: without it they would be strays that the next start deletes.
Done ResumableUpload::remove_bytes() const {
  PODPROMO_TRY(remove_file(upload_data_file(place_.folder, record_->id)));
  PODPROMO_TRY(remove_file(upload_transcript_file(place_.folder, record_->id)));
  return remove_file(upload_mark_file(place_.folder, record_->id));
}

bool ResumableUpload::drop_when_expired() {
  const Hold hold(*this);
  if (!file_ || !state().expired) return false;
  ++turn_;
  unverified_from_.reset();
  file_.reset();
  // The record is saved anew so that its age says since when the upload is expired.
  touched_ = place_.clock.steady_now();
  return save_upload_record(place_.folder, *record_) && remove_bytes();
}

Done ResumableUpload::remove() {
  const Hold hold(*this);
  removed_ = true;
  ++turn_;
  unverified_from_.reset();
  file_.reset();
  // The record goes first: bytes without one are strays that the next start deletes.
  PODPROMO_TRY(remove_file(upload_record_file(place_.folder, record_->id)));
  PODPROMO_TRY(remove_bytes());
  return sync_folder(place_.folder);
}

UploadWriter::UploadWriter(std::shared_ptr<ResumableUpload> upload, std::uint64_t turn,
                           std::optional<UploadChecksum> checksum)
    : upload_(std::move(upload)), turn_(turn), checksum_(std::move(checksum)) {
  if (checksum_) digest_.emplace(checksum_->kind);
}

UploadWriter::~UploadWriter() {
  const ResumableUpload::Hold hold(*upload_);
  if (!upload_->check_turn(turn_)) return;
  // If the disk refuses, the mark stays and the next start takes the bytes away.
  [[maybe_unused]] const Done ended = upload_->end_turn();
}

Done UploadWriter::take(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (digest_) digest_->add(bytes);
  const ResumableUpload::Hold hold(*upload_);
  PODPROMO_TRY(upload_->check_turn(turn_));
  return upload_->append(bytes);
}

Result<UploadState> UploadWriter::finish() {
  const ResumableUpload::Hold hold(*upload_);
  // Of one that became an episode there was nothing to write.
  if (upload_->record_->became) return upload_->state();
  PODPROMO_TRY(upload_->check_turn(turn_));
  if (checksum_ && digest_->finish() != checksum_->sum) {
    PODPROMO_TRY(upload_->end_turn());
    return failure(Fault::unreadable_media, "the checksum of these bytes is another", "Send them again.");
  }
  PODPROMO_TRY(upload_->count_all());
  return upload_->state();
}

}  // namespace podpromo
