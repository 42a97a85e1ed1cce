#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "upload/growing_file.hpp"
#include "upload/limits.hpp"
#include "upload/tus_headers.hpp"
#include "upload/upload_record.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace podpromo {

// Where uploads lie and what holds for them; outlives them.
struct UploadPlace {
  fs::path folder;
  UploadLimits limits = {};
  const Clock& clock;
  std::chrono::seconds life = std::chrono::hours(48);       // after the last byte
  std::chrono::seconds life_empty = std::chrono::hours(1);  // of one that no byte came for
  std::chrono::milliseconds patience{2000};                 // with somebody else who works on the same upload
  std::size_t most = 2000;                                  // unfinished ones at once
};

// How an upload stands.
struct UploadState {
  UploadRecord record;
  std::uint64_t offset = 0;        // so many bytes are here and safe
  std::chrono::seconds left = {};  // until it expires
  bool expired = false;

  bool complete() const { return record.length && *record.length == offset; }
};

// What an upload became: an episode, new or here before.
struct UploadOutcome {
  EpisodeId episode;
  bool duplicate = false;
  bool transcript_left_out = false;  // the episode that was here before has another one, or none
};

// A transcript that has arrived for an episode to come.
struct SentTranscript {
  std::string name;  // the client's name for its file
  std::string bytes;
};

class UploadWriter;

// One upload whose bytes come in order over any number of connections. One of them writes at a time: whoever asks how
// the upload stands, or goes on at its end, ends the turn of an older connection, which may be dead without knowing.
// Any thread may call.
class ResumableUpload : public std::enable_shared_from_this<ResumableUpload> {
 public:
  // A new one, its record and its empty file durable.
  static Result<std::shared_ptr<ResumableUpload>> make(const UploadPlace& place, UploadRecord record);
  // One that an earlier life left. Bytes that came with a checksum and were not verified are taken away.
  static Result<std::shared_ptr<ResumableUpload>> reopen(const UploadPlace& place, UploadRecord record);

  // Ends the turn of whoever writes, and syncs. Fails with unavailable when it is still being worked on after a while:
  // it may be tens of gigabytes that are read from end to end.
  Result<UploadState> stop_and_look();
  // As it stood before whatever is being done with it now, touching nothing and waiting for nobody.
  UploadState look() const;

  // What one request says about the bytes it brings.
  struct Piece {
    std::uint64_t offset = 0;
    std::uint64_t announced = 0;  // bytes that will come; 0 = it didn't say
    std::optional<std::uint64_t> length = {};
    std::optional<UploadChecksum> checksum = {};
    bool all_or_nothing = false;  // as with a checksum: what is cut doesn't count
  };
  // Fails with conflict when the offset isn't where the upload ends or the length is another than said before,
  // too_large when more is announced than belongs to it, not_found when it has expired, unavailable as stop_and_look().
  Result<std::unique_ptr<UploadWriter>> write(Piece piece);

  // For a joined one: appends these files and syncs. Fails as writing does, and with cancelled soon after `stop`.
  Done append_files(const std::vector<fs::path>& files, const std::stop_token& stop = {});

  // Lets `work` make something of a complete upload's file, unless that was done before, and remembers what it became;
  // its bytes go. Meanwhile nobody else touches it, but everybody may look. When `work` fails the upload stays as it
  // is.
  using Work = std::function<Result<UploadOutcome>(const UploadRecord&, const fs::path& data)>;
  Result<UploadOutcome> settle(const Work& work);
  // Puts `sent`, which came as the upload `from`, or nothing in the place of the transcript of an episode to come.
  // Fails with bad_request when this becomes none, conflict when it is one already, and else as write().
  Done change_transcript(const std::optional<EpisodeId>& from, const SentTranscript& sent);
  // All bytes of a complete one. Fails with conflict when some are missing, not_found when they are gone.
  Result<std::string> content() const;
  // The bytes are in `other` upload; this one stays to say so.
  Done became_part_of(const EpisodeId& other);
  // Deletes the bytes of one that has expired; its record stays, and says so. True when it did.
  bool drop_when_expired();
  // Ends its writer and deletes all of it. Not found is no failure.
  Done remove();

 private:
  friend class UploadWriter;
  // Whoever changes something holds this, and shows what came of it when the hold ends.
  class Hold;
  using Record = std::shared_ptr<const UploadRecord>;
  // What is shown. How long it has left depends on when somebody looks.
  struct Shown {
    Record record;
    std::uint64_t offset = 0;
    bool has_file = false;
    bool empty = false;
    std::chrono::steady_clock::time_point touched = {};
  };

  ResumableUpload(const UploadPlace& place, UploadRecord record, std::optional<GrowingFile> file);
  Shown shown_now() const;
  UploadState state_of(const Shown& shown) const;
  UploadState state() const { return state_of(shown_now()); }
  Result<UploadOutcome> outcome(const UploadOutcome& became);
  Done change_record(UploadRecord changed);
  Done end_turn();
  Done check_role_length(std::uint64_t bytes) const;
  Done remove_bytes() const;
  Done check_piece(const Piece& piece) const;
  Done check_magic();
  Done begin_unverified();
  Done append(std::string_view bytes);
  Done count_all();
  Done unmark();
  Done check_turn(std::uint64_t turn) const;

  const UploadPlace& place_;
  mutable std::timed_mutex mutex_;
  // Never changed but replaced, so that showing it after each piece copies a pointer.
  Record record_;
  std::optional<GrowingFile> file_;  // nothing once it became something or expired
  std::uint64_t turn_ = 0;
  std::optional<std::uint64_t> unverified_from_;
  std::chrono::steady_clock::time_point touched_;
  bool is_media_ = false;
  bool removed_ = false;
  mutable std::mutex show_;  // held for no longer than a copy takes
  Shown shown_;
};

// The turn of one connection. What it took stays when it goes without finish(), but for bytes that count
// together or not at all.
class UploadWriter {
 public:
  UploadWriter(std::shared_ptr<ResumableUpload> upload, std::uint64_t turn, std::optional<UploadChecksum> checksum);
  ~UploadWriter();
  UploadWriter(const UploadWriter&) = delete;
  UploadWriter& operator=(const UploadWriter&) = delete;

  // Fails with conflict when another connection goes on with the upload, too_large, no_space, or unsupported_media when
  // the first bytes of the file are no media's.
  Done take(std::string_view bytes);
  // All that was taken is safe when this returns. Fails as take() does, and with unreadable_media when the checksum
  // is another: then nothing of this turn counts.
  Result<UploadState> finish();

 private:
  std::shared_ptr<ResumableUpload> upload_;
  std::uint64_t turn_;
  std::optional<UploadChecksum> checksum_;
  std::optional<Digest> digest_;
};

}  // namespace podpromo
