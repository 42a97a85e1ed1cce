#include <poll.h>

#include "server.hpp"

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

}  // namespace
}  // namespace podpromo
