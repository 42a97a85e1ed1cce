// More of everything than anybody needs. What is over a limit is refused before it has taken memory or disk.
#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class Oversized : public Attack {
 protected:
  static void send(const std::string& attack, const std::string& bytes, const std::string& expected) {
    record({"oversized", attack, expected, heard(Target::open().port(), bytes).summary()});
  }
  static std::string many(const std::string& line, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += line;
    return all;
  }
  static std::string chunked(const std::string& body) {
    std::string size(16, '\0');
    size.resize(static_cast<std::size_t>(std::snprintf(size.data(), size.size(), "%zx", body.size())));
    return size + "\r\n" + body + "\r\n0\r\n\r\n";
  }
  static std::string form(std::size_t bytes) {
    return "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nID3" +
           std::string(bytes, 'x') + "\r\n--X--\r\n";
  }

  inline static const std::string kHead = " HTTP/1.1\r\nHost: localhost\r\n";
  inline static const std::string kUpload =
      "POST /api/upload" + kHead + "Content-Type: multipart/form-data; boundary=X\r\n";
};

TEST_F(Oversized, Heads) {
  send("a header of 20 kB", "GET /health" + kHead + "X: " + std::string(20'000, 'a') + "\r\n\r\n", "431 closed");
  send("a header of 8 MB", "GET /health" + kHead + "X: " + std::string(8'000'000, 'a'), "431 closed");
  send("a name of 20 kB", "GET /health" + kHead + std::string(20'000, 'a') + ": X\r\n\r\n", "431 closed");
  send("300 headers", "GET /health" + kHead + many("X: a\r\n", 300) + "\r\n", "431 closed");
  send("300 cookies in one header", "GET /health" + kHead + "Cookie: " + many("podpromo=a; ", 300) + "\r\n\r\n",
       "200 open");
  send("an address of 20 kB", "GET /" + std::string(20'000, 'a') + kHead + "\r\n", "414 closed");
  send("an address of 8 MB", "GET /" + std::string(8'000'000, 'a'), "414 closed");
  send("a method of 20 kB", std::string(20'000, 'A') + " /health" + kHead + "\r\n", "400 closed|414 closed|431 closed");
  send("an id of 10 kB", "GET /api/progress/" + std::string(10'000, 'a') + kHead + "\r\n", "404 open");
  send("an address of 2,000 folders", "GET " + many("/a", 2000) + kHead + "\r\n", "200 open");
  send("a question with 2,000 parts", "GET /health?" + many("a=b&", 2000) + kHead + "\r\n", "200 open");
  send("1,000 ranges", "GET /api/openapi.json" + kHead + "Range: bytes=" + many("0-1,", 1000) + "2-3\r\n\r\n",
       "200 open");
}

TEST_F(Oversized, SmallBodies) {
  send("a body of 2 MB where a small one is taken, announced",
       "POST /api/login" + kHead + "Content-Length: 2000000\r\n\r\n" + std::string(100'000, 'a'), "413 closed");
  send("a body of 2 MB where a small one is taken, in chunks",
       "POST /api/login" + kHead + "Transfer-Encoding: chunked\r\n\r\n" + chunked(std::string(2'000'000, 'a')),
       "413 closed");
  send("a body of 2^63 bytes, announced", "POST /api/login" + kHead + "Content-Length: 9223372036854775807\r\n\r\n",
       "413 closed");
  send(
      "a chunk of 2^60 bytes, announced",
      "POST /api/login" + kHead + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n" + std::string(2'000'000, 'a'),
      "413 closed");
  const std::string deep(1'000'000, '[');
  send("JSON a million levels deep",
       "POST /api/clips/0123456789abcdef/titles" + kHead + "Content-Length: 1000000\r\n\r\n" + deep, "404 open");
  send("JSON a million levels deep, as a title",
       "PUT /api/clips/0123456789abcdef/title" + kHead + "Content-Length: 1000000\r\n\r\n" + deep, "400 open");
}

TEST_F(Oversized, Uploads) {
  send("an upload over the limit, announced", kUpload + "Content-Length: 2000000\r\n\r\n" + form(200'000),
       "413 closed");
  send("an upload over the limit, in chunks", kUpload + "Transfer-Encoding: chunked\r\n\r\n" + chunked(form(2'000'000)),
       "413 closed");
  send("an upload of 2^63 bytes, announced", kUpload + "Content-Length: 9223372036854775807\r\n\r\n", "413 closed");
  const std::string field =
      "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n" + std::string(50'000, 'a') + "\r\n--X--\r\n";
  send("a title of 50 kB", kUpload + "Content-Length: " + std::to_string(field.size()) + "\r\n\r\n" + field,
       "400 open|400 closed");
  const std::string part = "--X\r\nX: " + std::string(50'000, 'a') + "\r\n\r\n--X--\r\n";
  send("a part of a form with headers of 50 kB",
       kUpload + "Content-Length: " + std::to_string(part.size()) + "\r\n\r\n" + part, "400 open|400 closed");
  EXPECT_TRUE(fs::is_empty(Target::open().folder() / "upload" / ".incoming"));
}

}  // namespace
}  // namespace podpromo
