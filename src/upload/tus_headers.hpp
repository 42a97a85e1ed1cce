#pragma once

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// What the headers of the resumable upload protocol tus 1.0 say, read strictly. All fail with bad_request.

// "1048576": digits only, below 2^63.
Result<std::uint64_t> parse_byte_count(std::string_view text);

// "filename QmVlcy5tcDM=,draft": keys with their values decoded; a key without a value has an empty one.
Result<std::map<std::string, std::string>> parse_upload_metadata(std::string_view text);

// "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": the bytes of a sum over one request's body.
struct UploadChecksum {
  DigestKind kind = DigestKind::sha1;
  std::string sum;
};
Result<UploadChecksum> parse_upload_checksum(std::string_view text);

// "partial", or "final;/api/uploads/a /api/uploads/b" with the parts in their order.
struct UploadConcat {
  bool is_final = false;
  std::vector<EpisodeId> parts = {};
};
Result<UploadConcat> parse_upload_concat(std::string_view text);

// What the metadata says about the file. All but `filename` may be empty.
struct UploadFacts {
  std::string filename;        // without folders
  bool is_transcript = false;  // "kind transcript": the file is what is said in an episode that is still to come
  std::optional<EpisodeId> transcript =
      {};  // the upload with what is said in this one, as its address or its last part
  std::string title;
  std::string show;  // what the episode belongs to
  std::string language;
  std::string speakers;  // how many people speak, or "off"
  std::string sha256;    // 64 lower-case hex digits
};
Result<UploadFacts> parse_upload_facts(std::string_view metadata);

// ISO 639 as far as it can be told by its looks, or nothing for "find out". Fails with bad_request.
Done check_language(std::string_view language);
// The name of a show, at most 300 bytes, or nothing. Fails with bad_request.
Done check_show(std::string_view show);
// How many people speak: 1 to 20, "off", or nothing for "find out". Fails with bad_request.
Done check_speakers(std::string_view speakers);

}  // namespace podpromo
