#include "http/body_reader.hpp"

#include <algorithm>
#include <cstring>

namespace podpromo {

namespace {

// Few calls for a large body, little memory for many of them.
constexpr std::size_t kLargest = 1 << 20;
constexpr std::size_t kWorthTaking = 256 << 10;
constexpr std::size_t kChunks = 64 << 10;
// Nobody needs a line of a chunk, or a trailer, as long as this.
constexpr std::size_t kLongestLine = 16 << 10;

std::size_t size_for(const RequestHead& head) {
  return head.chunked ? kChunks : std::min<std::uint64_t>(head.content_length, kLargest);
}

}  // namespace

BodyReader::BodyReader(ClientSocket& client, std::string& input, const RequestHead& head)
    : client_(client),
      input_(input),
      left_(head.content_length),
      size_(size_for(head)),
      buffer_(std::make_unique_for_overwrite<char[]>(size_)) {
  if (head.chunked) chunks_.emplace();
}

bool BodyReader::done() const { return chunks_ ? chunks_->done() : left_ == 0; }

std::string_view BodyReader::piece() const {
  return chunks_ ? std::string_view(decoded_) : std::string_view(buffer_.get(), filled_);
}

Task<Done> BodyReader::next() {
  if (chunks_) co_return co_await next_of_chunks();
  co_return co_await next_of_length();
}

Task<Done> BodyReader::next_of_length() {
  filled_ = std::min<std::uint64_t>({input_.size(), left_, size_});
  std::memcpy(buffer_.get(), input_.data(), filled_);
  input_.erase(0, filled_);
  left_ -= filled_;
  while (left_ > 0 && filled_ < size_) {
    const auto came = client_.receive(buffer_.get() + filled_, std::min<std::uint64_t>(left_, size_ - filled_));
    if (!came) co_return failure(Fault::bad_request, "the request ended in the middle", "Send it again.");
    filled_ += *came;
    left_ -= *came;
    if (*came > 0) continue;
    if (filled_ >= kWorthTaking) break;
    const bool more = co_await client_.readable();
    if (!more) co_return failure(Fault::timed_out, "the request came too slowly", "Send it again.");
  }
  co_return Done{};
}

Task<Done> BodyReader::next_of_chunks() {
  decoded_.clear();
  for (;;) {
    const auto used = chunks_->take(input_, decoded_);
    if (!used) co_return failure(used.error());
    input_.erase(0, *used);
    if (chunks_->done() || decoded_.size() >= kChunks) co_return Done{};
    if (input_.size() > kLongestLine)
      co_return failure(Fault::bad_request, "a line of this request's body is too long");
    const auto came = client_.receive(buffer_.get(), size_);
    if (!came) co_return failure(Fault::bad_request, "the request ended in the middle", "Send it again.");
    input_.append(buffer_.get(), *came);
    if (*came > 0) continue;
    const bool more = co_await client_.readable();
    if (!more) co_return failure(Fault::timed_out, "the request came too slowly", "Send it again.");
  }
}

}  // namespace podpromo
