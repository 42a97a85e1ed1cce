#pragma once

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "http/event_source.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace podpromo {

// One request as handlers see it, free of any library. Header names are lower-case; of repeated headers the first
// counts. `parameters` are the {names} of the route's pattern, percent-decoded; so are query names and values.
struct Request {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> parameters;
  std::string body;  // whole, for routes that take small bodies; empty for those that stream
  std::string peer;  // address without port

  std::string_view header(const std::string& name) const;
  std::string_view parameter(const std::string& name) const;
  // `otherwise` when the query lacks it.
  std::string query_or(const std::string& name, std::string_view otherwise) const;
};

// Bytes [offset, offset + length) of an open file, sent without copying them through this process.
struct FileBody {
  std::shared_ptr<const FileDescriptor> file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  // With an EventSource the answer goes on until the source or the client ends it, and the connection ends with it.
  std::variant<std::string, std::shared_ptr<const std::string>, FileBody, std::shared_ptr<EventSource>> body;
  bool is_page = false;  // a part of the page itself, whose scripts may run (security_headers.hpp)

  Response& with(std::string name, std::string value);
  // In bytes; nothing for a body without an end in sight.
  std::optional<std::uint64_t> length() const;
};

// What an answer with an EventSource says about itself.
Response event_stream(std::shared_ptr<EventSource> source);

// A body that arrives in pieces, for uploads of any size. The server feeds it while the client sends; when the
// connection ends early the sink is destroyed without finish(), and keeps what its resource promises to keep: as a rule
// nothing. It is used by one thread at a time, which may wait for the disk.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // An answer that needs no byte of the body, which is then neither asked for nor taken.
  virtual std::optional<Response> early_answer() { return std::nullopt; }
  // One piece, never an empty one. An error ends the transfer and is answered by refusal(); what follows is not read.
  virtual Done take(std::string_view bytes) = 0;
  // The problem as it is, unless the resource's protocol has its own answers.
  virtual Response refusal(const Error& error);
  // Every byte has come.
  virtual Response finish() = 0;
  // Whether finish() copies whole files. That is done for one request at a time, and no other waits for it.
  virtual bool finish_copies() const { return false; }
};

}  // namespace podpromo
