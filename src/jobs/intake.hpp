#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "jobs/workshop.hpp"
#include "storage/data_folders.hpp"
#include "storage/episode_store.hpp"
#include "upload/upload_store.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace podpromo {

// Media that has arrived whole and is safe on disk, somewhere on the file system of the uploads.
struct ArrivedMedia {
  EpisodeId id;  // the episode's, if it becomes a new one
  fs::path file;
  std::uint64_t bytes = 0;
  std::string filename;  // the client's name for it
  std::string title = {};
  std::string show = {};
  std::string language = {};
  std::string speakers = {};         // as parse_speakers() takes it
  std::string transcript = {};       // the bytes of a transcript that came with it
  std::string transcript_name = {};  // the client's name for that; empty when there is none
  std::string sha256 = {};           // what the client says it is; empty when it doesn't
};

// Where what arrived becomes an episode, however it came, or turns out to be here already. Any thread may call.
class Intake {
 public:
  // All outlive it; `wishes` are for uploads that don't say otherwise.
  Intake(const DataFolders& folders, EpisodeStore& episodes, Workshop& workshop, const Clock& clock, ClipWishes wishes)
      : folders_(folders), episodes_(episodes), workshop_(workshop), clock_(clock), wishes_(std::move(wishes)) {}

  // Leaves `media.file` where it is; the caller deletes it. A transcript that can't be read is refused with
  // bad_request; one that comes with content that is here already is left out, which the outcome says. Doing it again
  // after a crash finds the episode that was made. The content is summed only when the client said a sum or another
  // episode has the same length. Fails with unreadable_media when the sum is another than the client's; after any
  // failure there is no new episode.
  Result<UploadOutcome> take_in(const ArrivedMedia& media);
  // The same for an upload whose last byte is here, with the transcript it names, once.
  Result<UploadOutcome> take_in(const UploadStore& uploads, ResumableUpload& upload);
  // Whether what a complete upload brought can be read as a transcript. Fails with bad_request when it can't.
  static Done check_transcript(const ResumableUpload& upload);
  // At start: takes in what was complete when the last life ended, tells what is an episode already, and deletes
  // transcripts that are none.
  void take_in_complete(UploadStore& uploads);

 private:
  Result<std::optional<EpisodeId>> same_content(const ArrivedMedia& media, std::string& sha256) const;
  Result<std::string> content_of(const Episode& episode) const;
  bool has_transcript(const EpisodeId& id, const std::string& bytes) const;
  Done make_episode(const ArrivedMedia& media, const std::string& sha256);

  const DataFolders& folders_;
  EpisodeStore& episodes_;
  Workshop& workshop_;
  const Clock& clock_;
  const ClipWishes wishes_;
  // Held while one is compared and taken in, so that the same file arriving twice at once becomes one episode.
  std::mutex mutex_;
};

}  // namespace podpromo
