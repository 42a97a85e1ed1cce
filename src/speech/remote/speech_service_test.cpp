#include "speech/remote/speech_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace podpromo {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string url_of(const std::string& given, bool plain_http = false) {
  const auto url = transcriptions_url({.url = given, .model = "m", .key = "", .plain_http = plain_http});
  return url ? *url : "refused: " + url.error().reason;
}

TEST(SpeechService, CompletesAnAddressWithoutAPath) {
  EXPECT_EQ(url_of("https://api.openai.com"), "https://api.openai.com/v1/audio/transcriptions");
  EXPECT_EQ(url_of("https://api.openai.com/v1/"), "https://api.openai.com/v1/audio/transcriptions");
  EXPECT_EQ(url_of("http://localhost:8000/openai/v1"), "http://localhost:8000/openai/v1/audio/transcriptions");
}

TEST(SpeechService, KeepsAPathOfItsOwn) {
  EXPECT_EQ(url_of("http://127.0.0.1:8080/inference"), "http://127.0.0.1:8080/inference");
}

TEST(SpeechService, SendsNothingOverPlainHttpToAnotherMachine) {
  EXPECT_THAT(url_of("http://example.org"), HasSubstr("refused"));
  EXPECT_THAT(url_of("http://127.0.0.1.example.org"), HasSubstr("refused"));
  EXPECT_THAT(url_of("http://[::1]:9/"), Not(HasSubstr("refused")));
  EXPECT_EQ(url_of("http://10.0.0.7:8000", true), "http://10.0.0.7:8000/v1/audio/transcriptions");
}

TEST(SpeechService, TakesNoOtherKindOfAddress) {
  for (const char* bad : {"", "api.openai.com", "file:///etc/passwd", "ftp://example.org", "https://", "https://a b"})
    EXPECT_THAT(url_of(bad), HasSubstr("refused")) << bad;
}

TEST(SpeechService, TakesNoPasswordInAnAddressAndDoesNotRepeatIt) {
  const auto url = transcriptions_url({.url = "https://me:secret@example.org", .model = "", .key = ""});
  ASSERT_FALSE(url);
  EXPECT_THAT(url.error().reason + url.error().remedy + url.error().detail, Not(HasSubstr("secret")));
}

TEST(SpeechService, NamesItsHost) {
  EXPECT_EQ(host_of_url("https://api.openai.com/v1"), "api.openai.com");
  EXPECT_EQ(host_of_url("http://127.0.0.1:8080"), "127.0.0.1:8080");
}

TEST(SpeechService, RefusesAKeyThatWouldEndAHeaderAndDoesNotRepeatIt) {
  EXPECT_EQ(sendable_key(" sk-1 \n").value(), "sk-1");
  EXPECT_EQ(sendable_key(" ").value(), "");
  const auto bad = sendable_key("sk-2\r\nX-Other: 1");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().reason + bad.error().detail, Not(HasSubstr("sk-2")));
}

}  // namespace
}  // namespace podpromo
