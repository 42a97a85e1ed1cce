#include "jobs/intake.hpp"

#include <cerrno>

#include "base/one_line.hpp"
#include "base/sha256.hpp"
#include "jobs/wishes.hpp"
#include "speech/subtitles.hpp"
#include "stages/media_identity.hpp"
#include "storage/artefacts.hpp"
#include "storage/episode_record.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

// A second name rather than a move: whatever fails or stops after this, the bytes still lie where they arrived.
Done link_durably(const fs::path& file, const fs::path& target) {
  PODPROMO_TRY(make_folder(target.parent_path()));
  std::error_code trouble;
  fs::remove(target, trouble);
  fs::create_hard_link(file, target, trouble);
  // Some file systems have no second names.
  if (trouble && trouble.value() != ENOSPC && trouble.value() != EIO) fs::rename(file, target, trouble);
  if (trouble) return failure(system_error("keep the uploaded file", trouble.value()));
  PODPROMO_TRY(sync_folder(target.parent_path()));
  return sync_folder(target.parent_path().parent_path());
}

// Where it was moved for want of second names, whoever sent it must find it again.
Done give_back(const fs::path& target, const fs::path& file) {
  std::error_code trouble;
  if (fs::exists(file, trouble) || !fs::exists(target, trouble)) return {};
  fs::rename(target, file, trouble);
  if (trouble) return failure(system_error("give the uploaded file back", trouble.value()));
  return sync_folder(file.parent_path());
}

// A transcript's name is the client's word, so little of it goes into the name of a file.
std::string kept_extension(const std::string& name) {
  constexpr std::size_t kLongest = 8;
  const std::string extension = fs::path(name).extension().string();
  return extension.size() <= kLongest ? extension : "";
}

// The copy of it that lies beside the upload's own bytes; nothing when it names none.
Result<std::string> transcript_of(const UploadRecord& record, const fs::path& folder) {
  if (!record.transcript) return std::string{};
  return read_whole(upload_transcript_file(folder, record.id), kLargestTranscript);
}

// What a crash kept from being refused.
void drop_unreadable(UploadStore& uploads, const ResumableUpload& transcript) {
  const Done readable = Intake::check_transcript(transcript);
  if (readable || readable.error().fault != Fault::bad_request) return;
  log_info("a transcript that had arrived is none: " + readable.error().reason);
  [[maybe_unused]] const Done removed = uploads.remove(transcript.look().record.id);
}

}  // namespace

// Counted by the pipeline as a rule, and remembered by either of us for the other.
Result<std::string> Intake::content_of(const Episode& episode) const {
  if (!episode.sha256.empty()) return episode.sha256;
  PODPROMO_TRY(source, folders_.find_source(episode.id));
  if (!source) return std::string{};
  return media_identity(*source, Artefacts(folders_.work(episode.id)));
}

Result<std::optional<EpisodeId>> Intake::same_content(const ArrivedMedia& media, std::string& sha256) const {
  PODPROMO_TRY(alike, episodes_.of_length(media.bytes));
  for (const Episode& episode : alike) {
    if (sha256.empty()) {
      PODPROMO_TRY(sum, sha256_of_file(media.file));
      sha256 = std::move(sum);
    }
    PODPROMO_TRY(source, folders_.find_source(episode.id));
    if (!source) continue;
    const auto content = content_of(episode);
    if (content && *content == sha256 && !workshop_.is_leaving(episode.id)) return episode.id;
  }
  return std::nullopt;
}

// Whether the episode was given this very transcript.
bool Intake::has_transcript(const EpisodeId& id, const std::string& bytes) const {
  const auto episode = episodes_.find(id);
  if (!episode) return false;
  const auto file = given_transcript(parse_wishes(episode->wishes).value_or(ClipWishes{}), folders_, id);
  return file && read_whole(*file, kLargestTranscript).value_or("") == bytes;
}

// Reading all of a large file takes minutes, for which nobody else is to wait: it is done before, and what was found is
// looked at again when nobody else takes anything in. By then the sums are known.
Result<UploadOutcome> Intake::take_in(const ArrivedMedia& media) {
  const auto known = episodes_.find(media.id);
  if (known) return UploadOutcome{media.id, false};
  if (known.error().fault != Fault::not_found) return failure(known.error());
  std::string sha256;
  if (!media.sha256.empty()) {
    PODPROMO_TRY(sum, sha256_of_file(media.file));
    sha256 = std::move(sum);
    if (sha256 != media.sha256)
      return failure(Fault::unreadable_media, "what arrived isn't the file that was announced", "Send it again.");
  }
  if (!media.transcript_name.empty()) PODPROMO_TRY(read_given_transcript(media.transcript, media.transcript_name));
  PODPROMO_TRY(same_content(media, sha256));
  const std::lock_guard lock(mutex_);
  PODPROMO_TRY(same, same_content(media, sha256));
  const bool brings_transcript = !media.transcript_name.empty();
  if (same) return UploadOutcome{*same, true, brings_transcript && !has_transcript(*same, media.transcript)};
  PODPROMO_TRY(make_episode(media, sha256));
  return UploadOutcome{media.id, false};
}

Done Intake::make_episode(const ArrivedMedia& media, const std::string& sha256) {
  PODPROMO_TRY(extension, media_extension(media.filename));
  // Names are shown, logged, drawn and written into files as one line, whatever the client sent.
  const std::string title = as_one_line(media.title);
  const std::string filename = as_one_line(media.filename);
  ClipWishes wishes = wishes_;
  wishes.title = title;
  wishes.show = as_one_line(media.show);
  wishes.file_name = filename;
  if (!media.language.empty()) wishes.language = media.language;
  if (!media.speakers.empty()) {
    PODPROMO_TRY(speakers, parse_speakers(media.speakers));
    wishes.speakers = speakers;
  }
  const fs::path transcript = folders_.given_transcript(media.id, kept_extension(media.transcript_name));
  // Only its name: the folders may be moved.
  if (!media.transcript_name.empty()) wishes.transcript = transcript.filename();
  wishes.transcript_name = as_one_line(media.transcript_name);
  const Episode episode{.id = media.id,
                        .title = title.empty() ? fs::path(filename).stem().string() : title,
                        .filename = filename,
                        .extension = extension,
                        .bytes = media.bytes,
                        .sha256 = sha256,
                        .created_at = clock_.now(),
                        .wishes = wishes_json(wishes)};
  // Before the media: a crash between must not let the next start adopt it without its name.
  Done made = save_record(folders_, episode);
  if (made && wishes.transcript) made = write_durably(transcript, media.transcript);
  const fs::path source = folders_.source(media.id, extension);
  if (made) made = link_durably(media.file, source);
  if (made) made = workshop_.take_in(episode, wishes);
  if (made) return {};
  // Nobody was told of an episode, so none may stay; but for its bytes, when they can't be given back.
  Done undone = give_back(source, media.file);
  if (undone) undone = folders_.remove(media.id);
  if (!undone) log_warning("an upload that failed left something behind: " + undone.error().reason);
  return made;
}

Result<UploadOutcome> Intake::take_in(const UploadStore& uploads, ResumableUpload& upload) {
  PODPROMO_TRY(outcome,
               upload.settle([this](const UploadRecord& record, const fs::path& data) -> Result<UploadOutcome> {
                 PODPROMO_TRY(facts, parse_upload_facts(record.metadata));
                 PODPROMO_TRY(transcript, transcript_of(record, data.parent_path()));
                 return take_in({.id = record.id,
                                 .file = data,
                                 .bytes = record.length.value_or(0),
                                 .filename = facts.filename,
                                 .title = facts.title,
                                 .show = facts.show,
                                 .language = facts.language,
                                 .speakers = facts.speakers,
                                 .transcript = std::move(transcript),
                                 .transcript_name = record.transcript_name,
                                 .sha256 = facts.sha256});
               }));
  uploads.let_parts_go(upload.look().record);
  return outcome;
}

Done Intake::check_transcript(const ResumableUpload& upload) {
  PODPROMO_TRY(facts, parse_upload_facts(upload.look().record.metadata));
  PODPROMO_TRY(text, upload.content());
  PODPROMO_TRY(read_given_transcript(text, facts.filename));
  return {};
}

void Intake::take_in_complete(UploadStore& uploads) {
  for (const auto& upload : uploads.all()) {
    const UploadState state = upload->look();
    const UploadRecord& record = state.record;
    const bool whole = state.complete() && !state.expired;
    if (record.role == UploadRole::transcript && whole && !record.became) drop_unreadable(uploads, *upload);
    if (!record.is_episode() || (!record.became && !whole && !episodes_.find(record.id))) continue;
    const auto taken = take_in(uploads, *upload);
    if (taken && !record.became) log_info("upload " + record.id.text() + " had arrived: " + taken->episode.text());
    if (!taken) log_warning("an upload that had arrived waits: " + taken.error().reason + " " + taken.error().detail);
  }
}

}  // namespace podpromo
