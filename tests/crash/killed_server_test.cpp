#include <poll.h>

#include "server.hpp"

#include <future>
#include <optional>

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::IsEmpty;

class KilledServer : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
  fs::path data() const { return folder_ / "data"; }
  fs::path work(const std::string& id) const { return data() / "upload" / id / "work"; }
  // The first words are on disk, the last ones are not.
  void wait_for_words(const std::string& id) const {
    const fs::path journal = work(id) / "30_words.journal";
    for (int wait = 0; wait < 12000 && !fs::exists(journal); ++wait) ::poll(nullptr, 0, 5);
    EXPECT_TRUE(fs::exists(journal));
  }
};

TEST_F(KilledServer, InTheMiddleOfListeningGoesOnByItselfToTheEnd) {
  Server killed(data());
  const Reply uploaded = killed.upload(spoken_episode());
  ASSERT_EQ(uploaded.status, 200) << uploaded.body.dump();
  const std::string id = uploaded.body.value("episodeId", "");
  wait_for_words(id);
  killed.kill();
  const auto kept = files_in(work(id));
  EXPECT_FALSE(kept.contains("30_words.json"));

  const Server again(data());

  EXPECT_EQ(again.get("/api/progress/" + id).status, 200);
  ASSERT_TRUE(reaches(again, id, "completed"));
  const auto after = files_in(work(id));
  EXPECT_TRUE(after.at("20_sound.json") == kept.at("20_sound.json"));
  EXPECT_TRUE(fs::exists(data() / "transcripts" / (id + ".json")));
  EXPECT_EQ(again.get("/api/transcript/" + id).status, 200);
  EXPECT_THAT(drafts_in(data()), IsEmpty());
}

class KilledCorrection : public KilledServer {
 protected:
  static std::string first_word(const Server& server, const std::string& id) {
    const Reply transcript = server.get("/api/transcript/" + id);
    EXPECT_EQ(transcript.status, 200) << transcript.body.dump();
    return transcript.body.value("/words/0/w"_json_pointer, "");
  }
  // The transcript with another first word.
  static nlohmann::json beginning_with(const std::string& word, const Server& server, const std::string& id) {
    nlohmann::json words = server.get("/api/transcript/" + id).body.at("words");
    words[0]["w"] = word;
    return {{"words", words}};
  }
};

TEST_F(KilledCorrection, IsThereWhenItWasAcknowledgedAndWholeOrNotAtAllBefore) {
  std::optional<Server> server(data());
  const Reply uploaded = server->upload(spoken_episode());
  ASSERT_EQ(uploaded.status, 200) << uploaded.body.dump();
  const std::string id = uploaded.body.value("episodeId", "");
  ASSERT_TRUE(reaches(*server, id, "completed"));
  const auto heard = files_in(work(id)).at("30_words.json");
  std::string last = first_word(*server, id);
  int acknowledged = 0;
  for (int round = 0; round < 20; ++round) {
    const std::string next = "Round" + std::to_string(round);
    const nlohmann::json body = beginning_with(next, *server, id);
    auto answer = std::async(std::launch::async, [&] { return server->put("/api/transcript/" + id, body); });
    ::poll(nullptr, 0, 10 + 2 * round);
    server->kill();
    const bool kept = answer.get().status == 200;
    acknowledged += kept ? 1 : 0;
    server.emplace(data());
    const std::string now = first_word(*server, id);
    if (kept)
      EXPECT_EQ(now, next);
    else
      EXPECT_THAT(now, testing::AnyOf(last, next));
    last = now;
    // Work that never gets further because its server dies is given up after a while, and rightly so.
    if (round % 3 == 2) {
      ASSERT_TRUE(reaches(*server, id, "completed"));
    }
  }
  RecordProperty("acknowledged", acknowledged);
  const std::string last_word = "Finally";
  ASSERT_EQ(server->put("/api/transcript/" + id, beginning_with(last_word, *server, id)).status, 200);
  server->kill();

  server.emplace(data());

  ASSERT_TRUE(reaches(*server, id, "completed"));
  EXPECT_EQ(first_word(*server, id), last_word);
  const auto published = bytes_in(data() / "clips" / id);
  EXPECT_THAT(published.at("transcript.txt"), testing::HasSubstr(last_word));
  EXPECT_NE(bytes_in(data() / "transcripts").at(id + ".json").find(last_word), std::string::npos);
  EXPECT_TRUE(files_in(work(id)).at("30_words.json") == heard) << "it was heard again";
  EXPECT_THAT(drafts_in(data()), IsEmpty());
}

}  // namespace
}  // namespace podpromo
