#pragma once

#include "upload/resumable_upload.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace podpromo {

// All uploads that may be gone on with, and for a while those that became an episode, so that their end can be told
// again. They lie in one folder that nobody else writes to but for files on their way in (incoming_file.hpp). Any
// thread may call.
class UploadStore {
 public:
  // Outlives its uploads.
  explicit UploadStore(UploadPlace place);
  ~UploadStore();
  UploadStore(const UploadStore&) = delete;
  UploadStore& operator=(const UploadStore&) = delete;

  // Once, before anybody uploads: takes up what an earlier life left, deletes strays, and sweeps from then on.
  Done open();

  // With a copy of the transcript that it names, so that whatever becomes of that upload, this one has it. Fails with
  // too_large, no_space, too_many when there are more unfinished uploads than can be meant, or as transcript() does.
  Result<std::shared_ptr<ResumableUpload>> create(UploadRecord record);
  // A new upload with all bytes of `record.parts`, durable. A part may be joined once its length is there. When these
  // parts were joined before, that upload again. One join at a time: the bytes are copied. Fails with not_found,
  // bad_request, or as create() does; with unavailable after stop_joining(), and the parts stay as they are.
  Result<std::shared_ptr<ResumableUpload>> join(UploadRecord record);
  // When the server stops: copying may take longer than anybody waits for that.
  void stop_joining() { joining_stop_.request_stop(); }
  // Once an upload is safe as something else: the bytes of its parts go, and those of its transcript.
  void let_parts_go(const UploadRecord& whole) const;
  // What an upload of that role brought. Fails with bad_request when it isn't here, no transcript, or not complete.
  Result<SentTranscript> transcript(const EpisodeId& id) const;
  // Gives an upload that is under way the transcript that came as `transcript`, in place of the one it has, or none.
  // Fails as transcript(), find() and ResumableUpload::change_transcript().
  Done change_transcript(const EpisodeId& id, const std::optional<EpisodeId>& transcript) const;
  // Fails with not_found.
  Result<std::shared_ptr<ResumableUpload>> find(const EpisodeId& id) const;
  Done remove(const EpisodeId& id);

  // Bytes that unfinished uploads hold, and will hold when somebody is sending them now.
  std::uint64_t held_bytes() const;
  std::vector<std::shared_ptr<ResumableUpload>> all() const;
  // Deletes the bytes of uploads that have expired, and later what remembers them.
  void sweep();

  const UploadPlace& place() const { return place_; }

 private:
  struct Parts {
    std::vector<std::shared_ptr<ResumableUpload>> uploads;
    std::vector<fs::path> files;
    std::uint64_t bytes = 0;
  };
  Result<Parts> parts_of(const std::vector<EpisodeId>& ids) const;
  Done keep_transcript(UploadRecord& record) const;
  std::shared_ptr<ResumableUpload> joined_before(const std::vector<EpisodeId>& parts) const;
  Done take_up(const fs::path& record_file);
  void delete_strays() const;
  void sweep_now_and_then(const std::stop_token& stop);

  const UploadPlace place_;
  mutable std::mutex mutex_;
  // Held while parts are joined, so that the same ones aren't joined twice at once.
  std::mutex joining_;
  std::stop_source joining_stop_;
  std::map<EpisodeId, std::shared_ptr<ResumableUpload>> uploads_;
  std::atomic<std::size_t> beginning_{0};  // in create(), and not among them yet
  std::condition_variable_any enough_;
  std::mutex resting_;
  std::jthread sweeper_;
};

}  // namespace podpromo
