#pragma once

#include "http/limits.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace podpromo {

// The beginning of a request: all but its body.
struct RequestHead {
  Request request;  // without body and peer
  bool keep_alive = false;
  bool expects_continue = false;  // the client waits to be told to send its body
  bool chunked = false;
  bool reads_chunks = true;  // the client; those of HTTP/1.0 can't
  std::uint64_t content_length = 0;
};

// Where the head ends that `bytes` begin with, just after the empty line; 0 when it isn't all there.
// The first `known` bytes have been looked at before.
std::size_t end_of_head(std::string_view bytes, std::size_t known);

// Reads a head from its first byte to its empty line, as strictly as RFC 9112 allows: whatever another program on the
// way might read differently is refused with 400, what is longer than the limits with 414 or 431. Pure.
std::expected<RequestHead, Response> read_head(std::string_view head, const ServerLimits& limits);
// What to answer when so many bytes came without making a head, or can't make one.
Response endless_head(std::string_view bytes, const ServerLimits& limits);
// Nothing that begins so can become a request: a TLS greeting, for instance.
bool cannot_be_a_request(std::string_view bytes);

// Reads a body in chunks (RFC 9112, 7.1), which may come in pieces cut anywhere. Trailers are read and dropped.
class ChunkReader {
 public:
  ChunkReader();
  ~ChunkReader();
  ChunkReader(ChunkReader&&) noexcept;
  ChunkReader& operator=(ChunkReader&&) = delete;

  // Appends what `bytes` hold of the body to `out` and says how many of them were used; those that were not are given
  // again, with more behind them. Fails with bad_request when they are no chunks.
  Result<std::size_t> take(std::string_view bytes, std::string& out);
  bool done() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace podpromo
