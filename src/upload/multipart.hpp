#pragma once

#include "base/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace podpromo {

// What a part of a form says about itself. `file_name` is set for files only; it is the client's word, never a path.
struct FormPart {
  std::string name;
  std::string file_name;
  bool is_file = false;
};

// Reads multipart/form-data (RFC 7578) as it arrives, in pieces cut anywhere, with memory for one delimiter and one
// part's headers (at most 16 KiB). After an error it must not be fed again.
class MultipartReader {
 public:
  struct Events {
    std::function<Done(const FormPart&)> part_begins;
    std::function<Done(std::string_view)> bytes;
    std::function<Done()> part_ends;
  };

  MultipartReader(std::string_view boundary, Events events);

  Done take(std::string_view piece);
  // The closing delimiter has come; a body that ends without it was cut off.
  bool complete() const { return state_ == State::epilogue; }

 private:
  enum class State { preamble, after_delimiter, headers, body, epilogue };
  Result<bool> step();
  std::size_t earliest(std::size_t found, std::string_view mark) const;
  Result<bool> read_preamble();
  Result<bool> read_after_delimiter();
  Result<bool> read_headers();
  Result<bool> read_body();

  Events events_;
  std::string delimiter_;
  std::string waiting_;
  State state_ = State::preamble;
};

// The boundary parameter of a Content-Type header; unsupported_media when it isn't multipart/form-data with a valid
// one.
Result<std::string> multipart_boundary(std::string_view content_type);

}  // namespace podpromo
