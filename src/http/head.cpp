#include "http/head.hpp"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "http/answers.hpp"
#include "http/router.hpp"

namespace podpromo {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

using Text = boost::beast::string_view;

std::string_view plain(Text text) { return {text.data(), text.size()}; }

bool same_word(std::string_view one, std::string_view other) {
  return boost::beast::iequals({one.data(), one.size()}, {other.data(), other.size()});
}

// What only requests without a body need of Beast's parser.
class Quiet : public http::basic_parser<true> {
 protected:
  void on_request_impl(http::verb, Text, Text, int, error_code&) override {}
  void on_response_impl(int, Text, int, error_code&) override {}
  void on_field_impl(http::field, Text, Text, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(Text body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code&) override { return body.size(); }
  void on_finish_impl(error_code&) override {}
};

// Writes down what Beast reads, and counts what must not be there twice.
class HeadParser final : public Quiet {
 public:
  explicit HeadParser(RequestHead& out) : out_(out) {}

  int version() const { return version_; }
  std::string_view target() const { return target_; }
  std::string_view host() const { return host_; }
  std::string_view encoding() const { return encoding_; }
  std::string_view length() const { return length_; }
  std::string_view expectation() const { return expectation_; }
  std::size_t fields() const { return fields_; }
  int hosts() const { return hosts_; }
  int lengths() const { return lengths_; }
  int encodings() const { return encodings_; }

 private:
  // NOLINTNEXTLINE(readability-function-size): the signature is Beast's.
  void on_request_impl(http::verb, Text method, Text target, int version, error_code&) override {
    out_.request.method = plain(method);
    target_ = plain(target);
    version_ = version;
  }

  void on_field_impl(http::field field, Text name, Text value, error_code&) override {
    ++fields_;
    if (field == http::field::host) ++hosts_, host_ = plain(value);
    if (field == http::field::content_length) ++lengths_, length_ = plain(value);
    if (field == http::field::transfer_encoding) ++encodings_, encoding_ = plain(value);
    if (field == http::field::expect) expectation_ = plain(value);
    std::string lower(plain(name));
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    out_.request.headers.emplace(std::move(lower), plain(value));
  }

  RequestHead& out_;
  std::string_view target_, host_, length_, encoding_, expectation_;  // inside the bytes that are read
  std::size_t fields_ = 0;
  int version_ = 0, hosts_ = 0, lengths_ = 0, encodings_ = 0;
};

// What Beast lets through although it allows a second meaning of where a request ends; nullptr when there is none.
const char* framing_trouble(const HeadParser& read) {
  const bool host_is_clear = read.hosts() == 1 || (read.hosts() == 0 && read.version() < 11);
  if (!host_is_clear) return "a request names its host exactly once";
  if (read.lengths() > 1 || !std::ranges::all_of(read.length(), [](char c) { return c >= '0' && c <= '9'; }))
    return "a request has one length, in digits";
  if (read.encodings() == 0) return nullptr;
  if (read.version() < 11) return "HTTP/1.0 has no transfer encodings";
  if (read.encodings() != 1 || !same_word(read.encoding(), "chunked"))
    return "the only transfer encoding taken here is chunked";
  return read.lengths() == 0 ? nullptr : "a request has one length, not two";
}

// The path with its query. "http://host/path" means "/path", when it is the host that the Host header names (RFC 9112,
// 3.2.2); nothing when this is no address.
std::optional<std::string_view> path_of(const HeadParser& read) {
  std::string_view target = read.target();
  if (target.find('#') != std::string_view::npos) return std::nullopt;
  if (target.starts_with('/') || target == "*") return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !same_word(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const auto slash = std::min(target.find_first_of("/?"), target.size());
    if (!same_word(target.substr(0, slash), read.host())) return std::nullopt;
    target.remove_prefix(slash);
    return target.starts_with('/') ? target : "/";
  }
  return std::nullopt;
}

Response nonsense(std::string reason) { return problem({Fault::bad_request, std::move(reason)}); }

Response not_understood() { return nonsense("this is not a request that can be understood"); }

Response headers_too_long() {
  return problem({Fault::bad_request, "the headers of this request are too long"}, {431, "headers_too_long"});
}

Response address_too_long() {
  return problem({Fault::bad_request, "this address is too long"}, {414, "address_too_long"});
}

// A line that goes on in the next one (obs-fold) is read by some and cut by others.
bool has_folded_lines(std::string_view head) {
  return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

std::optional<Response> over_limits(const HeadParser& read, const ServerLimits& limits) {
  if (read.target().size() > limits.target_bytes) return address_too_long();
  if (read.fields() > limits.header_fields) return headers_too_long();
  if (!read.expectation().empty() && !same_word(read.expectation(), "100-continue"))
    return problem({Fault::bad_request, "this expectation can't be met"}, {417, "expectation_failed"});
  return std::nullopt;
}

}  // namespace

std::size_t end_of_head(std::string_view bytes, std::size_t known) {
  const auto at = bytes.find("\r\n\r\n", known > 3 ? known - 3 : 0);
  return at == std::string_view::npos ? 0 : at + 4;
}

std::expected<RequestHead, Response> read_head(std::string_view head, const ServerLimits& limits) {
  if (has_folded_lines(head)) return std::unexpected(not_understood());
  RequestHead out;
  HeadParser parser(out);
  parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
  parser.body_limit(boost::none);
  error_code trouble;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), trouble);
  if (trouble || !parser.is_header_done()) return std::unexpected(not_understood());
  if (const char* unclear = framing_trouble(parser)) return std::unexpected(nonsense(unclear));
  if (auto over = over_limits(parser, limits)) return std::unexpected(*std::move(over));
  const auto path = path_of(parser);
  if (!path) return std::unexpected(nonsense("this is not an address on this server"));
  const auto question = path->find('?');
  out.request.path = path->substr(0, question);
  if (question != std::string_view::npos) out.request.query = query_of(path->substr(question + 1));
  out.chunked = parser.chunked();
  out.content_length = out.chunked ? 0 : parser.content_length().value_or(0);
  // Programs that still speak 1.0 expect its manners: the answer ends with the connection.
  out.keep_alive = parser.version() >= 11 && parser.keep_alive();
  out.reads_chunks = parser.version() >= 11;
  out.expects_continue = parser.version() >= 11 && !parser.expectation().empty();
  return out;
}

Response endless_head(std::string_view bytes, const ServerLimits& limits) {
  if (cannot_be_a_request(bytes)) return not_understood();
  return bytes.substr(0, limits.target_bytes).find('\n') == std::string_view::npos ? address_too_long()
                                                                                   : headers_too_long();
}

bool cannot_be_a_request(std::string_view bytes) {
  return !bytes.empty() && (bytes.front() < 'A' || bytes.front() > 'z');
}

// Beast reads a body behind a head; this one gets a head that says nothing but "chunks follow".
class ChunkReader::Parser final : public Quiet {
 public:
  Parser() {
    body_limit(boost::none);
    eager(true);
    error_code ignored;
    put(boost::asio::buffer(std::string_view("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")), ignored);
  }

  std::size_t take(std::string_view bytes, std::string& out, error_code& trouble) {
    out_ = &out;
    return put(boost::asio::const_buffer(bytes.data(), bytes.size()), trouble);
  }

 private:
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code&) override {
    out_->append(body.data(), body.size());
    return body.size();
  }

  std::string* out_ = nullptr;
};

ChunkReader::ChunkReader() : parser_(std::make_unique<Parser>()) {}
ChunkReader::~ChunkReader() = default;
ChunkReader::ChunkReader(ChunkReader&&) noexcept = default;

Result<std::size_t> ChunkReader::take(std::string_view bytes, std::string& out) {
  error_code trouble;
  const std::size_t used = parser_->take(bytes, out, trouble);
  if (trouble && trouble != http::error::need_more)
    return failure(Fault::bad_request, "the body of this request is not in the form it announces", {},
                   trouble.message());
  return used;
}

bool ChunkReader::done() const { return parser_->is_done(); }

}  // namespace podpromo
