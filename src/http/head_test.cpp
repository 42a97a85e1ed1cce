#include "http/head.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

const ServerLimits kLimits;

int refusal_of(std::string_view head) {
  const auto read = read_head(head, kLimits);
  return read ? 0 : read.error().status;
}

TEST(Head, EndsWithItsEmptyLineWhereverTheBytesWereCut) {
  const std::string_view bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\nmore";
  EXPECT_EQ(end_of_head(bytes, 0), bytes.size() - 4);
  EXPECT_EQ(end_of_head(bytes, bytes.size() - 5), bytes.size() - 4);
  EXPECT_EQ(end_of_head(bytes.substr(0, bytes.size() - 5), 0), 0u);
}

TEST(Head, IsReadIntoARequest) {
  const auto head = read_head(
      "POST /a%20b?x=1&y=%2F HTTP/1.1\r\nHost: x\r\nCONTENT-length: 12\r\nX-Two: one\r\nx-two: two\r\n"
      "Expect: 100-continue\r\n\r\n",
      kLimits);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.method, "POST");
  EXPECT_EQ(head->request.path, "/a%20b");
  EXPECT_EQ(head->request.query_or("y", ""), "/");
  EXPECT_EQ(head->request.header("x-two"), "one");
  EXPECT_EQ(head->content_length, 12u);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_TRUE(head->expects_continue);
  EXPECT_FALSE(head->chunked);
}

TEST(Head, OfAnOldClientEndsTheConnection) {
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n", kLimits)->keep_alive);
  EXPECT_FALSE(read_head("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", kLimits)->keep_alive);
}

TEST(Head, SaysWhetherItsClientReadsChunks) {
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n", kLimits)->reads_chunks);
  EXPECT_TRUE(read_head("GET / HTTP/1.1\r\nHost: x\r\n\r\n", kLimits)->reads_chunks);
}

TEST(Head, MayNameTheServerWhenItIsTheSameThatHostNames) {
  EXPECT_EQ(read_head("GET http://x:80/a HTTP/1.1\r\nHost: x:80\r\n\r\n", kLimits)->request.path, "/a");
  EXPECT_EQ(read_head("GET http://X HTTP/1.1\r\nHost: x\r\n\r\n", kLimits)->request.path, "/");
  EXPECT_EQ(refusal_of("GET http://y/a HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
}

TEST(Head, IsRefusedWhenTooLong) {
  EXPECT_EQ(refusal_of("GET /" + std::string(13 << 10, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
  std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100; ++i) many += "A: b\r\n";
  EXPECT_EQ(refusal_of(many + "\r\n"), 431);
  EXPECT_EQ(endless_head("GET /" + std::string(20 << 10, 'a'), kLimits).status, 414);
  EXPECT_EQ(endless_head("GET / HTTP/1.1\r\nA: " + std::string(20 << 10, 'a'), kLimits).status, 431);
}

TEST(Head, CannotBeginLikeAnotherProtocol) {
  EXPECT_TRUE(cannot_be_a_request("\x16\x03\x01"));
  EXPECT_TRUE(cannot_be_a_request("\r\n"));
  EXPECT_FALSE(cannot_be_a_request("GET"));
  EXPECT_FALSE(cannot_be_a_request(""));
}

class Refused : public testing::TestWithParam<std::string> {};

TEST_P(Refused, BecauseAnotherProgramMightReadItDifferently) { EXPECT_EQ(refusal_of(GetParam() + "\r\n\r\n"), 400); }

INSTANTIATE_TEST_SUITE_P(
    Heads, Refused,
    testing::Values(
        "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: x\r\nHost: x", "GET / HTTP/1.0\r\nHost: x\r\nHost: y",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0b"
        "chunked",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3",
        "GET / HTTP/1.0\r\nTransfer-Encoding: chunked",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +3",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -3",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999", "GET / HTTP/1.1\r\nHost : x",
        "GET / HTTP/1.1\r\nHost: x\r\n folded: y", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc",
        "GET / HTTP/1.1\nHost: x", "GET / HTTP/1.1\r\nHost: x\nA: b", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc",
        std::string("GET / HTTP/1.1\r\nHost: x\r\nA: b\0c", 31), "GET  / HTTP/1.1\r\nHost: x",
        "GET / HTTP/1.1 \r\nHost: x", "GET / HTTP/2.0\r\nHost: x", "GET / HTTP/11\r\nHost: x", "GET /\r\nHost: x",
        "G(T / HTTP/1.1\r\nHost: x", "GET hello HTTP/1.1\r\nHost: x", "GET /#a HTTP/1.1\r\nHost: x",
        "GET ftp://x/ HTTP/1.1\r\nHost: x", "GET /\x01 HTTP/1.1\r\nHost: x", "GET / HTTP/1.1\r\nHost: x\r\n: y",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon", "nonsense"));

std::string body_of(std::string_view bytes, std::size_t piece, std::string* rest = nullptr) {
  ChunkReader reader;
  std::string body, waiting;
  while (!reader.done() && !bytes.empty()) {
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    const auto used = reader.take(waiting, body);
    if (!used) return "refused";
    waiting.erase(0, *used);
  }
  if (rest != nullptr) *rest = waiting + std::string(bytes);
  return reader.done() ? body : "not all of it";
}

TEST(Chunks, AreReadWhereverTheyAreCut) {
  const std::string_view bytes = "4\r\nbees\r\nA;name=\"value\"\r\n and honey\r\n0\r\nTrailer: x\r\n\r\nGET / HTTP/1.1";
  for (std::size_t piece = 1; piece < bytes.size(); ++piece) {
    std::string rest;
    EXPECT_EQ(body_of(bytes, piece, &rest), "bees and honey") << piece;
    EXPECT_EQ(rest, "GET / HTTP/1.1") << piece;
  }
}

TEST(Chunks, ThatMakeNoSenseAreRefused) {
  EXPECT_EQ(body_of("4\r\nbeesX\r\n0\r\n\r\n", 99), "refused");
  EXPECT_EQ(body_of("-4\r\nbees\r\n0\r\n\r\n", 99), "refused");
  EXPECT_EQ(body_of("4\nbees\n0\n\n\r\n", 99), "refused");
  EXPECT_EQ(body_of("FFFFFFFFFFFFFFFFF\r\nbees\r\n0\r\n\r\n", 99), "refused");
  EXPECT_EQ(body_of("zz\r\nbees\r\n0\r\n\r\n", 99), "refused");
  EXPECT_EQ(body_of("4\r\nbees\r\n", 99), "not all of it");
}

}  // namespace
}  // namespace podpromo
