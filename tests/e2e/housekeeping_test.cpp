// What a running server does with room and age, through the program itself.
#include "server.hpp"

#include <gmock/gmock.h>
#include <poll.h>

#include <chrono>
#include <functional>

namespace podpromo {
namespace {

using nlohmann::json;

class Housekeeping : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
  }
  fs::path data() const { return folder_ / "data"; }
  fs::path tone() const { return made("tone.mp3", {"-f", "lavfi", "-i", "sine=d=2"}); }
  // An episode as it lies on disk when its row in the database is lost.
  void old_episode(const std::string& id, std::chrono::hours age) const {
    const auto created = std::chrono::system_clock::now() - age;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(created.time_since_epoch()).count();
    written("data/upload/" + id + "/source.mp3", *read_whole(tone()));
    written("data/upload/" + id + "/episode.json", json{{"version", 1},
                                                        {"id", id},
                                                        {"title", "Old"},
                                                        {"show", ""},
                                                        {"filename", "a.mp3"},
                                                        {"extension", "mp3"},
                                                        {"bytes", 1},
                                                        {"sha256", ""},
                                                        {"created_ms", ms},
                                                        {"wishes", json::object()}}
                                                       .dump());
  }
  static bool becomes(const std::function<bool()>& true_at_last) {
    for (int i = 0; i < 600 && !true_at_last(); ++i) ::poll(nullptr, 0, 100);
    return true_at_last();
  }
};

// The second start finds what the first one finished, and that it is old.
TEST_F(Housekeeping, AnEpisodeThatIsOldIsDeletedAtTheStartAndAYoungOneIsNot) {
  old_episode(std::string(32, 'a'), std::chrono::hours(49));
  old_episode(std::string(32, 'b'), std::chrono::hours(1));
  {
    const Server first(data());
    for (const char name : {'a', 'b'})
      EXPECT_TRUE(becomes([&] {
        const std::string status = first.get("/api/progress/" + std::string(32, name)).body.value("status", "");
        return status == "completed" || status == "error";
      }));
  }
  for (const char* lock : {"upload/.podpromo.lock", "output/.podpromo.lock"})
    fs::last_write_time(data() / lock, fs::file_time_type::clock::now() - std::chrono::hours(1));

  const Server second(data(), {"--retention-hours", "48"});

  EXPECT_TRUE(becomes([&] { return second.get("/api/episodes/" + std::string(32, 'a')).status == 404; }));
  EXPECT_FALSE(fs::exists(data() / "upload" / std::string(32, 'a')));
  EXPECT_EQ(second.get("/api/episodes/" + std::string(32, 'b')).status, 200);
  EXPECT_TRUE(fs::exists(data() / "upload" / std::string(32, 'b') / "source.mp3"));
}

TEST_F(Housekeeping, AServerThatWasThereAMomentAgoKeepsOldEpisodesForTenMinutes) {
  old_episode(std::string(32, 'a'), std::chrono::hours(49));
  {
    const Server first(data());
  }
  const Server second(data(), {"--retention-hours", "48"});
  ::poll(nullptr, 0, 1000);
  EXPECT_EQ(second.get("/api/episodes/" + std::string(32, 'a')).status, 200);
}

TEST_F(Housekeeping, AnUploadOverTheQuotaIsRefusedWith507) {
  const Server server(data(), {"--quota-bytes", "10000"});
  const Reply refused = server.upload(tone());
  EXPECT_EQ(refused.status, 507);
  EXPECT_EQ(refused.body["code"], "no_space");
  EXPECT_FALSE(refused.body["remedy"].get<std::string>().empty());
}

TEST_F(Housekeeping, AnUploadIntoTheReserveIsRefusedWith507AndReadySaysWhy) {
  const Server server(data(), {"--reserve-bytes", "1000000000000000"});
  EXPECT_EQ(server.upload(tone()).status, 507);
  const Reply ready = server.get("/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(ready.body["detail"]["space"]["ok"], false);
  EXPECT_EQ(server.get("/health").status, 200);
}

// Work that was let in before the disk filled up says what is missing instead of filling it.
TEST_F(Housekeeping, WorkDoesNotBeginInTheReserve) {
  old_episode(std::string(32, 'a'), std::chrono::hours(1));
  const Server server(data(), {"--reserve-bytes", "1000000000000000"});
  EXPECT_TRUE(becomes([&] {
    return server.get("/api/progress/" + std::string(32, 'a')).body.dump().find("isn't enough space") !=
           std::string::npos;
  }));
  EXPECT_FALSE(fs::exists(data() / "upload" / std::string(32, 'a') / "work" / "20_sound.wav"));
}

TEST_F(Housekeeping, AllFoldersAreAccountedFor) {
  const Server server(data());
  const json detail = server.get("/ready").body["detail"];
  for (const char* part : {"uploads", "outputs", "logs", "transcripts", "clips", "space", "model", "progress", "queue"})
    EXPECT_EQ(detail[part]["ok"], true) << part;
}

}  // namespace
}  // namespace podpromo
