#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// Bytes [first, last] of a representation, both included, as in RFC 9110, 14.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const ByteRange&) const = default;
};

enum class RangeKind { whole, part, unsatisfiable };
struct RangeAnswer {
  RangeKind kind = RangeKind::whole;
  ByteRange range;
  bool operator==(const RangeAnswer&) const = default;
};

// What a Range header asks of `size` bytes. One range is served; several, other units and malformed headers give the
// whole, as the RFC allows.
RangeAnswer parse_range(std::string_view header, std::uint64_t size);

// Answers a request for a file: ETag from size and modification time, Last-Modified, If-None-Match or If-Modified-Since
// → 304, If-Match or If-Unmodified-Since → 412, If-Range, Range → 206 or 416 with Content-Range, else 200. `headers`
// hold Content-Type and what else the caller wants. not_found when it isn't there.
Response file_answer(const Request& request, const fs::path& file,
                     const std::vector<std::pair<std::string, std::string>>& headers);

// By the name's ending: "video/mp4", "text/vtt; charset=utf-8", …; "application/octet-stream" when unknown.
std::string content_type(const fs::path& file);

}  // namespace podpromo
