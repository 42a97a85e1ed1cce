#pragma once

#include "http/client_socket.hpp"
#include "http/head.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// The body of one request, read in large pieces as it comes.
class BodyReader {
 public:
  // `input` holds what came behind the head, and afterwards what came behind the body. Both outlive it.
  BodyReader(ClientSocket& client, std::string& input, const RequestHead& head);

  // Nothing is left of the body.
  bool done() const;
  // Waits for the next piece: at least 64 KiB, unless the body ends before. Fails with bad_request when the connection
  // does or the chunks make no sense, timed_out when the client is too slow; what came until then is in piece().
  Task<Done> next();
  // Good until the next call of next().
  std::string_view piece() const;

 private:
  Task<Done> next_of_length();
  Task<Done> next_of_chunks();

  ClientSocket& client_;
  std::string& input_;
  std::optional<ChunkReader> chunks_;
  std::string decoded_;     // of chunks
  std::uint64_t left_ = 0;  // of a body that said its length
  std::size_t size_;
  std::size_t filled_ = 0;
  std::unique_ptr<char[]> buffer_;
};

}  // namespace podpromo
