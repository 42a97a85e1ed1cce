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

ResumableUpload::ResumableUpload(const UploadPlace& place, UploadRecord record, std::optional<GrowingFile> file)
    : place_(place), record_(std::move(record)), file_(std::move(file)), touched_(place.clock.steady_now()) {}

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
  if (!error) upload->touched_ -= std::max(age, fs::file_time_type::duration::zero());
  return upload;
}

UploadState ResumableUpload::state() const {
  UploadState state{.record = record_};
  if (file_) state.offset = unverified_from_.value_or(file_->size());
  if (record_.became) state.offset = record_.length.value_or(0);
  const bool empty = file_ && file_->size() == 0;
  const auto life = empty ? place_.life_empty : place_.life;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(place_.clock.steady_now() - touched_);
  state.left = std::max(life - age, std::chrono::seconds(0));
  state.expired = !record_.became && (!file_ || state.left.count() == 0);
  return state;
}

UploadState ResumableUpload::look() const {
  const std::lock_guard lock(mutex_);
  return state();
}

Result<UploadState> ResumableUpload::stop_and_look() {
  const std::lock_guard lock(mutex_);
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
  PODPROMO_TRY(remove_file(upload_mark_file(place_.folder, record_.id)));
  return sync_folder(place_.folder);
}

Done ResumableUpload::begin_unverified() {
  const std::uint64_t from = file_->size();
  PODPROMO_TRY(write_durably(upload_mark_file(place_.folder, record_.id), std::to_string(from)));
  unverified_from_ = from;
  return {};
}

Done ResumableUpload::check_turn(std::uint64_t turn) const {
  if (removed_ || !file_) return gone();
  if (turn == turn_) return {};
  return failure(Fault::conflict, "another connection goes on with this upload", "Ask how far it is.");
}

Done ResumableUpload::check_role_length(std::uint64_t bytes) const {
  if (record_.role == UploadRole::transcript) PODPROMO_TRY(check_transcript_length(bytes));
  return check_length(bytes, place_.limits);
}

Done ResumableUpload::check_piece(const Piece& piece) const {
  if (removed_ || state().expired) return gone();
  const std::uint64_t offset = state().offset;
  if (piece.offset != offset)
    return failure(Fault::conflict, "the upload is at another place", "Ask how far it is, and go on from there.");
  if (piece.length && record_.length && *piece.length != *record_.length)
    return failure(Fault::conflict, "the length of this upload was said to be another");
  const auto length = record_.length ? record_.length : piece.length;
  if (length) PODPROMO_TRY(check_role_length(*length));
  if (length && offset + piece.announced > *length)
    return failure(Fault::too_large, "more was sent than belongs to this upload");
  return {};
}

Result<std::unique_ptr<UploadWriter>> ResumableUpload::write(Piece piece) {
  const std::lock_guard lock(mutex_);
  PODPROMO_TRY(check_piece(piece));
  // Of one that became an episode there is nothing to write, but its end may be told again.
  if (file_) {
    PODPROMO_TRY(end_turn());
    if (piece.length && !record_.length) {
      UploadRecord told = record_;
      told.length = piece.length;
      PODPROMO_TRY(save_upload_record(place_.folder, told));
      record_ = std::move(told);
    }
    if (piece.checksum || piece.all_or_nothing) PODPROMO_TRY(begin_unverified());
  }
  return std::make_unique<UploadWriter>(shared_from_this(), turn_, std::move(piece.checksum));
}

Done ResumableUpload::append(std::string_view bytes) {
  const std::uint64_t before = file_->size();
  const std::uint64_t after = before + bytes.size();
  PODPROMO_TRY(check_role_length(after));
  if (record_.length && after > *record_.length)
    return failure(Fault::too_large, "more was sent than belongs to this upload");
  if (before / kSpaceCheckEvery != after / kSpaceCheckEvery) PODPROMO_TRY(check_space(place_.folder, 0, place_.limits));
  touched_ = place_.clock.steady_now();
  PODPROMO_TRY(file_->append(bytes));
  return check_magic();
}

// As soon as there is enough to tell. A part of a file may begin with anything, and text begins with letters.
Done ResumableUpload::check_magic() {
  const bool enough = file_->size() >= kSniffBytes || file_->size() == record_.length;
  if (is_media_ || !enough || !record_.is_episode()) return {};
  PODPROMO_TRY(beginning, file_->beginning(kSniffBytes));
  PODPROMO_TRY(media_kind(beginning));
  is_media_ = true;
  return {};
}

Done ResumableUpload::append_files(const std::vector<fs::path>& files) {
  const std::lock_guard lock(mutex_);
  if (!file_) return gone();
  for (const fs::path& file : files) PODPROMO_TRY(file_->append_file(file));
  PODPROMO_TRY(check_magic());
  return file_->sync();
}

Result<UploadOutcome> ResumableUpload::settle(const Work& work) {
  const std::lock_guard lock(mutex_);
  if (removed_) return gone();
  if (record_.became) return UploadOutcome{*record_.became, record_.duplicate};
  // Where the bytes had to be moved rather than linked, only `work` can tell what they became.
  if (file_ && !state().complete()) return failure(Fault::conflict, "the upload isn't complete");
  if (file_) PODPROMO_TRY(file_->sync());
  const fs::path data = upload_data_file(place_.folder, record_.id);
  PODPROMO_TRY(done, work(record_, data));
  return outcome(done);
}

// A crash before the record is saved lets the next start do the work again, which finds it done.
Result<UploadOutcome> ResumableUpload::outcome(const UploadOutcome& became) {
  UploadRecord told = record_;
  told.became = became.episode;
  told.duplicate = became.duplicate;
  PODPROMO_TRY(save_upload_record(place_.folder, told));
  record_ = std::move(told);
  file_.reset();
  touched_ = place_.clock.steady_now();
  // What can't be deleted now is at the next start.
  [[maybe_unused]] const Done deleted = remove_bytes();
  return became;
}

Result<std::string> ResumableUpload::content() const {
  const std::lock_guard lock(mutex_);
  if (removed_ || !file_ || state().expired) return gone();
  if (!state().complete()) return failure(Fault::conflict, "the upload isn't complete");
  return file_->beginning(file_->size());
}

Done ResumableUpload::became_part_of(const EpisodeId& other) {
  const std::lock_guard lock(mutex_);
  if (removed_ || record_.became) return {};
  PODPROMO_TRY(outcome({other, false}));
  return {};
}

// Not the record: without it they would be strays that the next start deletes.
Done ResumableUpload::remove_bytes() const {
  PODPROMO_TRY(remove_file(upload_data_file(place_.folder, record_.id)));
  PODPROMO_TRY(remove_file(upload_transcript_file(place_.folder, record_.id)));
  return remove_file(upload_mark_file(place_.folder, record_.id));
}

bool ResumableUpload::drop_when_expired() {
  const std::lock_guard lock(mutex_);
  if (!file_ || !state().expired) return false;
  ++turn_;
  unverified_from_.reset();
  file_.reset();
  // The record is saved anew so that its age says since when the upload is expired.
  touched_ = place_.clock.steady_now();
  return save_upload_record(place_.folder, record_) && remove_bytes();
}

Done ResumableUpload::remove() {
  const std::lock_guard lock(mutex_);
  removed_ = true;
  ++turn_;
  unverified_from_.reset();
  file_.reset();
  // The record goes first: bytes without one are strays that the next start deletes.
  PODPROMO_TRY(remove_file(upload_record_file(place_.folder, record_.id)));
  PODPROMO_TRY(remove_bytes());
  return sync_folder(place_.folder);
}

UploadWriter::UploadWriter(std::shared_ptr<ResumableUpload> upload, std::uint64_t turn,
                           std::optional<UploadChecksum> checksum)
    : upload_(std::move(upload)), turn_(turn), checksum_(std::move(checksum)) {
  if (checksum_) digest_.emplace(checksum_->kind);
}

UploadWriter::~UploadWriter() {
  const std::lock_guard lock(upload_->mutex_);
  if (!upload_->check_turn(turn_)) return;
  // If the disk refuses, the mark stays and the next start takes the bytes away.
  [[maybe_unused]] const Done ended = upload_->end_turn();
}

Done UploadWriter::take(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (digest_) digest_->add(bytes);
  const std::lock_guard lock(upload_->mutex_);
  PODPROMO_TRY(upload_->check_turn(turn_));
  return upload_->append(bytes);
}

Result<UploadState> UploadWriter::finish() {
  const std::lock_guard lock(upload_->mutex_);
  // Of one that became an episode there was nothing to write.
  if (upload_->record_.became) return upload_->state();
  PODPROMO_TRY(upload_->check_turn(turn_));
  if (checksum_ && digest_->finish() != checksum_->sum) {
    PODPROMO_TRY(upload_->end_turn());
    return failure(Fault::unreadable_media, "the checksum of these bytes is another", "Send them again.");
  }
  PODPROMO_TRY(upload_->count_all());
  return upload_->state();
}

}  // namespace podpromo
