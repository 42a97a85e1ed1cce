// Episodes that a server hears: a real one is asked over HTTP, and says what the test wants.
#include <atomic>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "models/tiny_server.hpp"
#include "program.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

std::string answer(const json& body) {
  const std::string text = body.dump();
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", text.size(), text);
}

class SpeechServer : public WholeProgram {
 protected:
  json heard_by(const TinyServer& server) const {
    const fs::path out = folder_ / "words.json";
    const auto finished = podpromo({"transcribe", spoken_episode().string(), "--speech-url", server.address(),
                                    "--speakers", "off", "--format", "json", "--out", out.string()},
                                   {"XDG_CACHE_HOME=" + (folder_ / "cache").string()});
    EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
    return json::parse(read_whole(out).value_or(""), nullptr, false);
  }
};

TEST_F(SpeechServer, ThatWritesWithoutPunctuationIsFollowedByOurs) {
  if (!has_model()) GTEST_SKIP() << "The voice model is not installed.";
  const TinyServer server([](const std::string&) {
    return answer(
        {{"language", "english"},
         {"text",
          "so the garden needs a lot of water in the summer and the soil under the plant has to be cold because "
          "i went to the market with a bag of peppers that nobody wanted to have at all but the teacher behind "
          "the school had a good idea for them and yeah i think that was it"}});
  });
  const json transcript = heard_by(server);
  ASSERT_TRUE(transcript.is_object());
  EXPECT_TRUE(transcript.value("restored_punctuation", false));
  EXPECT_EQ(transcript["words"].front()["w"], "So");
  EXPECT_EQ(transcript["words"].back()["w"], "it.");
}

TEST_F(SpeechServer, ThatWritesWithPunctuationIsTakenAtItsWord) {
  if (!has_model()) GTEST_SKIP() << "The voice model is not installed.";
  const std::string text =
      "So the garden needs water. The soil has to be cold, because I went to the market. But the teacher had an idea. "
      "It was a good one, and nobody wanted to have it. Yeah, I think that was it";
  const TinyServer server([&](const std::string&) { return answer({{"language", "english"}, {"text", text}}); });
  const json transcript = heard_by(server);
  ASSERT_TRUE(transcript.is_object());
  EXPECT_FALSE(transcript.contains("restored_punctuation"));
  EXPECT_EQ(transcript["words"].back()["w"], "it");
}

TEST_F(SpeechServer, ThatIsBusyAtFirstLeavesTheOutputToTheWords) {
  if (!has_model()) GTEST_SKIP() << "The voice model is not installed.";
  std::atomic<int> asked = 0;
  const TinyServer server([&](const std::string&) -> std::string {
    if (asked++ == 0) return "HTTP/1.1 500 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    return answer({{"language", "english"}, {"text", "So the garden needs water."}});
  });
  const auto finished =
      podpromo({"transcribe", spoken_episode().string(), "--speech-url", server.address(), "--speakers", "off"},
               {"XDG_CACHE_HOME=" + (folder_ / "cache").string()});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.output, testing::StartsWith("So the garden needs water.\n"));
  EXPECT_THAT(finished.output, testing::Not(testing::HasSubstr("status 500")));
  EXPECT_THAT(finished.error_tail, testing::HasSubstr("status 500"));
}

}  // namespace
}  // namespace podpromo
