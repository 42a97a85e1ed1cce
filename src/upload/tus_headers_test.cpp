#include "upload/tus_headers.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

TEST(TusHeaders, CountsAreDigitsAndNothingElse) {
  EXPECT_EQ(parse_byte_count("0"), 0U);
  EXPECT_EQ(parse_byte_count("9223372036854775807"), 9223372036854775807U);
  for (const auto* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "9223372036854775808", "18446744073709551616"})
    EXPECT_FALSE(parse_byte_count(text)) << text;
}

TEST(TusHeaders, MetadataIsKeysWithEncodedValues) {
  const auto metadata = parse_upload_metadata("filename QmVlcy5tcDM=,title w5ZsICYgQmllbmVu, draft,empty ");
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->at("filename"), "Bees.mp3");
  EXPECT_EQ(metadata->at("title"), "Öl & Bienen");
  EXPECT_EQ(metadata->at("draft"), "");
  EXPECT_EQ(metadata->size(), 4U);
  EXPECT_TRUE(parse_upload_metadata("")->empty());
  for (const auto* text : {"a Q", "a Qg=", "a Qg===", "a Q=g=", "a Q*==", "a Qg==,a Qg==", ",", "a b c"})
    EXPECT_FALSE(parse_upload_metadata(text)) << text;
}

TEST(TusHeaders, ChecksumsAreOfAKnownKindAndItsLength) {
  const auto checksum = parse_upload_checksum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
  ASSERT_TRUE(checksum);
  EXPECT_EQ(checksum->kind, DigestKind::sha1);
  EXPECT_EQ(checksum->sum.size(), 20U);
  for (const auto* text : {"", "sha1", "sha1 Kq5s", "md5 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                           "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="})
    EXPECT_FALSE(parse_upload_checksum(text)) << text;
}

TEST(TusHeaders, PartsAreNamedByTheirAddresses) {
  EXPECT_FALSE(parse_upload_concat("partial")->is_final);
  const auto concat = parse_upload_concat("final;/api/uploads/a http://here:8000/api/uploads/b");
  ASSERT_TRUE(concat);
  EXPECT_TRUE(concat->is_final);
  ASSERT_EQ(concat->parts.size(), 2U);
  EXPECT_EQ(concat->parts[0].text(), "a");
  EXPECT_EQ(concat->parts[1].text(), "b");
  for (const auto* text :
       {"", "partial;", "final", "final;", "final; ", "final;/api/uploads/", "final;/a/../..", "final;a a"})
    EXPECT_FALSE(parse_upload_concat(text)) << text;
}

TEST(TusHeaders, AFileHasANameAndPerhapsMore) {
  // filename ../Bees.mp3, language de, title Bees
  const auto facts = parse_upload_facts("filename Li4vQmVlcy5tcDM=,language ZGU=,title QmVlcw==,filetype YXVkaW8=");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->filename, "Bees.mp3");
  EXPECT_EQ(facts->language, "de");
  EXPECT_EQ(facts->speakers, "");
  EXPECT_EQ(facts->title, "Bees");
  EXPECT_EQ(facts->sha256, "");
  // Without a name, one that is a folder, a language that is none, a sum that is none, a zero byte.
  for (const auto* text : {"", "filename ", "filename YS8=", "filename YQ==,language a2xpbmdvbg==",
                           "filename YQ==,sha256 YWJj", "filename YQBi"})
    EXPECT_FALSE(parse_upload_facts(text)) << text;
}

TEST(TusHeaders, AnEpisodeNamesItsTranscriptByAddress) {
  EXPECT_FALSE(parse_upload_facts("filename YQ==")->is_transcript);
  EXPECT_FALSE(parse_upload_facts("filename YQ==")->transcript);
  // kind transcript, kind episode
  EXPECT_TRUE(parse_upload_facts("filename YQ==,kind dHJhbnNjcmlwdA==")->is_transcript);
  EXPECT_FALSE(parse_upload_facts("filename YQ==,kind ZXBpc29kZQ==")->is_transcript);
  // transcript abc, transcript http://here:8000/api/uploads/abc
  for (const auto* text :
       {"filename YQ==,transcript YWJj", "filename YQ==,transcript aHR0cDovL2hlcmU6ODAwMC9hcGkvdXBsb2Fkcy9hYmM="})
    EXPECT_EQ(parse_upload_facts(text)->transcript->text(), "abc") << text;
  // A kind that is none, a transcript that is no address, and one of a transcript.
  for (const auto* text : {"filename YQ==,kind YWQ=", "filename YQ==,transcript Li4=",
                           "filename YQ==,kind dHJhbnNjcmlwdA==,transcript YWJj"})
    EXPECT_FALSE(parse_upload_facts(text)) << text;
}

TEST(TusHeaders, AFileMayBelongToAShow) {
  // filename a, show On bees
  EXPECT_EQ(parse_upload_facts("filename YQ==,show T24gYmVlcw==")->show, "On bees");
  EXPECT_TRUE(check_show(std::string(300, 'x')));
  EXPECT_EQ(check_show(std::string(301, 'x')).error().fault, Fault::bad_request);
}

TEST(UploadSpeakers, AreANumberOrOffOrFoundOut) {
  for (const auto* good : {"", "off", "1", "9", "10", "20"}) EXPECT_TRUE(check_speakers(good)) << good;
  for (const auto* bad : {"0", "21", "99", "02", "1x", "-1", "on", "100"}) EXPECT_FALSE(check_speakers(bad)) << bad;
}

}  // namespace
}  // namespace podpromo
