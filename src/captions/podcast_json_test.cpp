#include "captions/captions.hpp"
#include "captions/spoken.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

TEST(PodcastJson, HasASegmentAWordWithItsSpeaker) {
  const Transcript talk =
      transcript_of({{"Hello", 0.5, 0.75, 1, 0}, {"\"bees\".", 1.0004, 1.25, 1, 1}, {"Yes.", 2, 3}}, {"Ann", "Öl"});

  EXPECT_EQ(podcast_json(talk),
            "{\n \"version\": \"1.0.0\",\n \"segments\": [\n"
            "  {\"speaker\":\"Ann\",\"startTime\":0.5,\"endTime\":0.75,\"body\":\"Hello\"},\n"
            "  {\"speaker\":\"Öl\",\"startTime\":1.0,\"endTime\":1.25,\"body\":\"\\\"bees\\\".\"},\n"
            "  {\"startTime\":2.0,\"endTime\":3.0,\"body\":\"Yes.\"}\n ]\n}\n");
}

TEST(PodcastJson, LeavesOutSpeakersWithoutAName) {
  const auto json = nlohmann::json::parse(podcast_json(transcript_of({{"a", 0, 1, 1, 0}, {"b", 1, 2, 1, 7}}, {""})));
  EXPECT_FALSE(json["segments"][0].contains("speaker"));
  EXPECT_FALSE(json["segments"][1].contains("speaker"));
}

TEST(PodcastJson, OfSilenceIsStillOne) {
  EXPECT_EQ(nlohmann::json::parse(podcast_json({})), nlohmann::json::parse(R"({"version":"1.0.0","segments":[]})"));
}

}  // namespace
}  // namespace podpromo
