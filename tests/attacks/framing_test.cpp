// Requests that two programs on the way could read differently: where one of them sees the end, the other sees a second
// request. The answer is one refusal and the end of the connection; what was smuggled is never answered.
#include <algorithm>

#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class Smuggling : public Attack {
 protected:
  static void send(const std::string& attack, const std::string& bytes, const std::string& expected = "400 closed") {
    const auto answers = static_cast<std::size_t>(std::ranges::count(expected.substr(0, expected.find('|')), ' '));
    record({"smuggling", attack, expected, heard(Target::open().port(), bytes, {.answers = answers}).summary()});
  }
  // A request with a body, and behind it one that must not be answered as long as it isn't a request of its own.
  static void with_headers(const std::string& attack, const std::string& headers, const std::string& body = kNoChunks,
                           const std::string& expected = "400 closed") {
    send(attack, "POST /api/login HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body + kSmuggled, expected);
  }
  static void with_chunks(const std::string& attack, const std::string& chunks,
                          const std::string& expected = "400 closed") {
    with_headers(attack, "Transfer-Encoding: chunked\r\n", chunks, expected);
  }
  static void with_line(const std::string& attack, const std::string& line,
                        const std::string& expected = "400 closed") {
    send(attack, line + "\r\nHost: localhost\r\n\r\n", expected);
  }

  inline static const std::string kSmuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
  inline static const std::string kLengthOfSmuggled = "Content-Length: " + std::to_string(kSmuggled.size()) + "\r\n";
  inline static const std::string kNoChunks = "0\r\n\r\n";
};

TEST_F(Smuggling, WithTwoLengths) {
  with_headers("Content-Length, then Transfer-Encoding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
  with_headers("Transfer-Encoding, then Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
  with_headers("two Content-Lengths that differ", "Content-Length: 5\r\nContent-Length: 0\r\n");
  with_headers("two Content-Lengths that agree", "Content-Length: 5\r\nContent-Length: 5\r\n");
  with_headers("two lengths in one Content-Length", "Content-Length: 5, 5\r\n");
  with_headers("two Transfer-Encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
}

TEST_F(Smuggling, WithALengthThatIsNoNumber) {
  for (const std::string length : {"+5", "-1", "0x5", "5 5", "5a", "99999999999999999999999", "5;5"})
    with_headers("Content-Length: " + length, "Content-Length: " + length + "\r\n");
  with_headers("a Content-Length with a NUL behind it", std::string("Content-Length: 5\0\r\n", 20));
  with_headers("a Content-Length that is empty", "Content-Length: \r\n");
}

TEST_F(Smuggling, WithEncodingsThatAreNotChunked) {
  for (const std::string encoding : {"gzip", "identity", "chunked, gzip", "gzip, chunked", "chunked, chunked",
                                     "xchunked", "\"chunked\"", "chunked;a=b", "chunked,", ",chunked"})
    with_headers("Transfer-Encoding: " + encoding, "Transfer-Encoding: " + encoding + "\r\n");
  with_headers("Transfer-Encoding with a vertical tab",
               "Transfer-Encoding: \x0b"
               "chunked\r\n");
  with_headers("a chunked body in HTTP/1.1 is fine, and the next request too", "Transfer-Encoding: Chunked\r\n",
               kNoChunks, "200 200 open");
}

TEST_F(Smuggling, WithHeadersThatAreNone) {
  with_headers("a space before the colon", "Transfer-Encoding : chunked\r\n");
  with_headers("a tab before the colon", "Transfer-Encoding\t: chunked\r\n");
  with_headers("a line that goes on in the next one", "X: a\r\n Transfer-Encoding: chunked\r\n");
  with_headers("a line that goes on behind a tab", "Transfer-Encoding:\r\n\tchunked\r\n");
  with_headers("a line without a colon", "Transfer-Encoding chunked\r\n");
  with_headers("a line without a name", ": chunked\r\n");
  with_headers("a NUL in a name", std::string("Content\0Length: 5\r\n", 19));
  with_headers("a NUL in a value", std::string("X: a\0b\r\n", 8));
  with_headers("a lone CR in a value", "X: a\rContent-Length: 5\r\n");
  send("a first line that is folded", "GET /health HTTP/1.1\r\n Host: localhost\r\n\r\n");
}

TEST_F(Smuggling, WithBareLineEnds) {
  send("LF alone after the first line", "GET /health HTTP/1.1\nHost: localhost\r\n\r\n");
  send("LF alone after a header", "GET /health HTTP/1.1\r\nHost: localhost\nX: a\r\n\r\n");
  send("LF alone everywhere", "GET /health HTTP/1.1\nHost: localhost\n\n" + kSmuggled);
  send("CR alone after the first line", "GET /health HTTP/1.1\rHost: localhost\r\n\r\n");
}

TEST_F(Smuggling, WithAnotherVersion) {
  send("HTTP/1.0 with Transfer-Encoding",
       "POST /api/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled);
  send("HTTP/1.0 with a request behind it", "GET /health HTTP/1.0\r\n\r\n" + kSmuggled, "200 closed");
  for (const std::string version :
       {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "http/1.1", "HTTP/1.1.1", "HTTPS/1.1"})
    with_line(version, "GET /health " + version);
  with_line("no version", "GET /health");
  with_line("the greeting of HTTP/2", "PRI * HTTP/2.0");
}

TEST_F(Smuggling, WithAFirstLineThatCanBeReadInTwoWays) {
  with_line("a space in the address", "GET /health HTTP/1.1 HTTP/1.1");
  with_line("two spaces before the address", "GET  /health HTTP/1.1");
  with_line("a tab before the address", "GET\t/health HTTP/1.1");
  with_line("a space before the method", " GET /health HTTP/1.1");
  with_line("a NUL in the address", std::string("GET /he\0alth HTTP/1.1", 21));
  with_line("an address without a slash", "GET health HTTP/1.1");
  with_line("an address of another server", "GET http://evil.example/health HTTP/1.1");
  with_line("an address with a part behind #", "GET /health#a HTTP/1.1");
  with_line("an address of this server", "GET http://localhost/health HTTP/1.1", "200 open");
}

TEST_F(Smuggling, WithHostsThatAreNotOne) {
  send("no Host", "GET /health HTTP/1.1\r\n\r\n");
  send("two Hosts", "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n");
  send("two Hosts that agree", "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
  send("two Hosts in one", "GET /health HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n", "421 open");
}

TEST_F(Smuggling, WithChunksThatAreNone) {
  with_chunks("a chunk with a negative size", "-5\r\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk size with 0x", "0x5\r\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk size that is no number", "five\r\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk size of 17 digits", "FFFFFFFFFFFFFFFF5\r\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk that is longer than its size", "2\r\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk whose line ends in LF alone", "5\nhello\r\n0\r\n\r\n");
  with_chunks("a chunk that ends in LF alone", "5\r\nhello\n0\r\n\r\n");
  with_chunks("a last chunk that ends in LF alone", "5\r\nhello\r\n0\n\n");
}

TEST_F(Smuggling, WithWhatMayStandAroundChunks) {
  with_chunks("an extension of a chunk is dropped", "2;a=\"b\"\r\n{}\r\n0\r\n\r\n", "200 200 open");
  with_chunks("a length in a trailer", "2\r\n{}\r\n0\r\nContent-Length: 50\r\n\r\n");
  with_chunks("an extension of 100 kB", "2;a=" + std::string(100'000, 'a') + "\r\n{}\r\n0\r\n\r\n");
  with_chunks("trailers of 100 kB", "0\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n");
}

TEST_F(Smuggling, InABody) {
  with_headers("a request inside a body is its body", kLengthOfSmuggled, "", "200 open");
  send("a request inside the body of a GET is its body",
       "GET /health HTTP/1.1\r\nHost: localhost\r\n" + kLengthOfSmuggled + "\r\n" + kSmuggled, "200 open");
  send("a request behind a refusal of the one before",
       "POST /api/episodes HTTP/1.1\r\nHost: localhost\r\n" + kLengthOfSmuggled + "\r\n" + kSmuggled, "405 open");
  send("a request that waits to be asked and isn't",
       "POST /api/episodes HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n",
       "405 closed");
  send("an expectation nobody knows", "GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: a-pony\r\n\r\n",
       "417 closed");
}

TEST_F(Smuggling, WithWhatIsForProxies) {
  with_line("CONNECT", "CONNECT evil.example:443 HTTP/1.1");
  with_line("TRACE", "TRACE /health HTTP/1.1", "405 open");
  with_line("OPTIONS of everything", "OPTIONS * HTTP/1.1", "404 open|405 open");
  send("an upgrade to HTTP/2 is not heeded",
       "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
       "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
       "200 open");
  send("a greeting of TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
}

}  // namespace
}  // namespace podpromo
