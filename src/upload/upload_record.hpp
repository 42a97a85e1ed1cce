#pragma once

#include "base/durable.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace podpromo {

// What an upload is for: a file of its own, a part of one, one that is joined from parts, or what is said in an episode
// whose upload names it.
enum class UploadRole { whole, part, joined, transcript };

// All that is remembered of an upload beside its bytes. How many of them are here is not: the file's size says it.
struct UploadRecord {
  EpisodeId id;
  UploadRole role = UploadRole::whole;
  std::optional<std::uint64_t> length = {};  // nothing until the client has said it
  std::string metadata = {};                 // as the client sent it (tus_headers.hpp)
  std::vector<EpisodeId> parts = {};         // of a joined one, in order
  // The upload that brought the transcript of this one, and that file's name. A copy of its bytes lies beside our own.
  std::optional<EpisodeId> transcript = {};
  std::string transcript_name = {};
  // What it became, once it is taken in: an episode; for a part or a transcript, the upload it went into. The bytes are
  // gone then.
  std::optional<EpisodeId> became = {};
  bool duplicate = false;            // that episode was here before
  bool transcript_left_out = false;  // and the transcript that came now is not its own

  // Whether it becomes an episode by itself.
  bool is_episode() const { return role == UploadRole::whole || role == UploadRole::joined; }
  bool operator==(const UploadRecord&) const = default;
};

// The names of an upload's files in the folder of what arrives.
fs::path upload_record_file(const fs::path& folder, const EpisodeId& id);
fs::path upload_data_file(const fs::path& folder, const EpisodeId& id);
fs::path upload_transcript_file(const fs::path& folder, const EpisodeId& id);
// There while bytes arrive that count together or not at all: from which byte on.
fs::path upload_mark_file(const fs::path& folder, const EpisodeId& id);

Done save_upload_record(const fs::path& folder, const UploadRecord& record);
// Fails with not_found, or with internal when the record is damaged.
Result<UploadRecord> load_upload_record(const fs::path& folder, const EpisodeId& id);

}  // namespace podpromo
