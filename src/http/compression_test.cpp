#include "http/compression.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <gtest/gtest.h>

#include "http/answers.hpp"

namespace podpromo {
namespace {

std::string ungzipped(const std::string& bytes, std::size_t size) {
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(size, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  ::inflateEnd(&stream);
  return out;
}

std::string unbrotlied(const std::string& bytes, std::size_t size) {
  std::string out(size, '\0');
  EXPECT_EQ(::BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                      reinterpret_cast<std::uint8_t*>(out.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  EXPECT_EQ(size, out.size());
  return out;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

TEST(PreferredCoding, IsWhatTheClientLikesBest) {
  EXPECT_EQ(preferred_coding(""), Coding::none);
  EXPECT_EQ(preferred_coding("identity"), Coding::none);
  EXPECT_EQ(preferred_coding("gzip, deflate, br"), Coding::brotli);
  EXPECT_EQ(preferred_coding("gzip, deflate"), Coding::gzip);
  EXPECT_EQ(preferred_coding("br;q=0.5, GZIP;q=0.8"), Coding::gzip);
  EXPECT_EQ(preferred_coding("br;q=0, gzip;q=0"), Coding::none);
  EXPECT_EQ(preferred_coding("*"), Coding::brotli);
  EXPECT_EQ(preferred_coding("*, br;q=0"), Coding::gzip);
  EXPECT_EQ(preferred_coding("gzip;q=nonsense"), Coding::none);
  EXPECT_EQ(preferred_coding(",;,=,gzip"), Coding::gzip);
}

TEST(Packed, ComesBackTheSame) {
  const std::string text = long_text();
  for (const Effort effort : {Effort::quick, Effort::thorough}) {
    EXPECT_EQ(ungzipped(packed(text, Coding::gzip, effort), text.size()), text);
    EXPECT_EQ(unbrotlied(packed(text, Coding::brotli, effort), text.size()), text);
  }
}

class Pack : public testing::Test {
 protected:
  Pack() {
    request.headers["accept-encoding"] = "gzip";
    response.body = long_text();
    response.with("ETag", "\"a\"");
  }
  std::string header(const std::string& wanted) const {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }

  Request request;
  Response response;
};

TEST_F(Pack, MakesTextShorterAndSaysSo) {
  response.with("Content-Type", "application/json; charset=utf-8");
  pack(request, response);
  EXPECT_LT(*response.length(), long_text().size());
  EXPECT_EQ(header("Content-Encoding"), "gzip");
  EXPECT_EQ(header("Vary"), "Accept-Encoding");
  EXPECT_EQ(header("ETag"), "W/\"a\"");
}

TEST_F(Pack, LeavesTextToThoseWhoDoNotUnpack) {
  request.headers.clear();
  response.with("Content-Type", "text/vtt");
  pack(request, response);
  EXPECT_EQ(std::get<std::string>(response.body), long_text());
  EXPECT_EQ(header("Vary"), "Accept-Encoding");
  EXPECT_EQ(header("ETag"), "\"a\"");
}

TEST_F(Pack, AddsToWhatAnAnswerVariesBy) {
  response.with("Content-Type", "text/vtt").with("Vary", "Accept");
  pack(request, response);
  EXPECT_EQ(header("Content-Encoding"), "gzip");
  EXPECT_EQ(header("Vary"), "Accept, Accept-Encoding");
}

TEST_F(Pack, LeavesMediaShortTextsAndWhatIsPackedAsTheyAre) {
  Response media = response;
  media.with("Content-Type", "video/mp4");
  Response twice = response;
  twice.with("Content-Type", "text/html").with("Content-Encoding", "br");
  Response brief;
  brief.body = "short";
  brief.with("Content-Type", "text/html");
  for (Response* each : {&media, &twice, &brief}) {
    const auto before = *each->length();
    pack(request, *each);
    EXPECT_EQ(*each->length(), before);
  }
}

}  // namespace
}  // namespace podpromo
