#include "upload/multipart.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace podpromo {
namespace {

struct Seen {
  std::vector<FormPart> parts;
  std::vector<std::string> bodies;
  bool complete = false;
  std::string trouble;
};

Seen read(std::string_view text, std::size_t piece) {
  Seen seen;
  MultipartReader reader("XX", {.part_begins = [&](const FormPart& part) -> Done {
                                  seen.parts.push_back(part);
                                  seen.bodies.emplace_back();
                                  return {};
                                },
                                .bytes = [&](std::string_view bytes) -> Done {
                                  seen.bodies.back() += bytes;
                                  return {};
                                },
                                .part_ends = []() -> Done { return {}; }});
  for (std::size_t at = 0; at < text.size() && seen.trouble.empty(); at += piece) {
    const auto taken = reader.take(text.substr(at, piece));
    if (!taken) seen.trouble = taken.error().reason;
  }
  seen.complete = reader.complete();
  return seen;
}

const std::string kForm =
    "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nBees; and \"hives\"\r\n"
    "--XX\r\ncontent-disposition: form-data; filename=\"a \\\"b\\\".mp3\"; name=file\r\nContent-Type: "
    "audio/mpeg\r\n\r\n"
    "\r\n--X\r\n--XY not a boundary\r\n\r\n--XX--\r\nepilogue";

TEST(MultipartReader, ReadsTheSamePartsHoweverTheBodyIsCut) {
  for (const std::size_t piece : {1u, 2u, 3u, 5u, 7u, 64u, 10000u}) {
    const Seen seen = read(kForm, piece);
    ASSERT_EQ(seen.trouble, "") << piece;
    ASSERT_EQ(seen.parts.size(), 2u);
    EXPECT_EQ(seen.parts[0].name, "title");
    EXPECT_FALSE(seen.parts[0].is_file);
    EXPECT_EQ(seen.bodies[0], "Bees; and \"hives\"");
    EXPECT_EQ(seen.parts[1].name, "file");
    EXPECT_EQ(seen.parts[1].file_name, "a \"b\".mp3");
    EXPECT_EQ(seen.bodies[1], "\r\n--X\r\n--XY not a boundary\r\n");
    EXPECT_TRUE(seen.complete);
  }
}

TEST(MultipartReader, HoldsItsLimitsHoweverTheBodyIsCut) {
  const std::string part = "--XX\r\nContent-Disposition: form-data; name=\"";
  const std::size_t headers = (16 << 10) - (part.size() - 6);
  const std::string full = part + std::string(headers - 1, 'x') + "\"\r\n\r\nbody\r\n--XX--";
  const std::string over = part + std::string(headers, 'x') + "\"\r\n\r\nbody\r\n--XX--";
  const std::string late = std::string((16 << 10) - 2, 'x') + "\r\n" + kForm;
  const std::string too_late = std::string((16 << 10) - 1, 'x') + "\r\n" + kForm;
  for (const std::size_t piece : {1u, 7u, 64u, 100000u}) {
    EXPECT_EQ(read(full, piece).trouble, "") << piece;
    EXPECT_EQ(read(over, piece).trouble, "the form that was sent is broken: the headers of a part are too long");
    EXPECT_EQ(read(late, piece).trouble, "") << piece;
    EXPECT_EQ(read(too_late, piece).trouble, "the form that was sent is broken: it doesn't begin with its boundary");
  }
}

TEST(MultipartReader, TakesQuotedValuesForWhatTheyAre) {
  const Seen seen = read(
      "--XX\r\nContent-Disposition: form-data; filename=\"a; name=b %22c%22.mp3\"; name=\"file\"\r\n\r\nx\r\n--XX--",
      9);
  ASSERT_EQ(seen.parts.size(), 1u);
  EXPECT_EQ(seen.parts[0].name, "file");
  EXPECT_EQ(seen.parts[0].file_name, "a; name=b \"c\".mp3");
}

TEST(MultipartReader, KnowsThatABodyWithoutItsEndWasCutOff) {
  EXPECT_FALSE(read(kForm.substr(0, kForm.size() - 20), 9).complete);
}

TEST(MultipartReader, RefusesWhatIsNoForm) {
  EXPECT_NE(read(std::string(20000, 'x'), 512).trouble, "");
  EXPECT_NE(read("--XX\r\nno colon here\r\n\r\n", 8).trouble, "");
  EXPECT_NE(read("--XX\r\nContent-Type: text/plain\r\n\r\n", 8).trouble, "");
  EXPECT_NE(read("--XX\r\nA: " + std::string(20000, 'x'), 512).trouble, "");
}

TEST(MultipartBoundary, ComesFromTheContentType) {
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"").value(), "a b");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKit1").value(), "----WebKit1");
}

TEST(MultipartBoundary, IsRequiredToBeThereAndShort) {
  for (const std::string type :
       {"", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x"})
    EXPECT_EQ(multipart_boundary(type).error().fault, Fault::unsupported_media) << type;
  EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
}

}  // namespace
}  // namespace podpromo
