// Odd and hostile media through the whole program: a correct result or a clean error, each within ten seconds and
// 512 MB of memory for the program and everything it starts; over the command line and over HTTP, where the work gives
// way to everything else on the machine, so that its seconds are the processor's.
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "media/hostile_media.hpp"
#include "programs_use.hpp"
#include "server.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::HasSubstr;

constexpr auto kLongest = 10s;
constexpr auto kPatience = 2min;
constexpr std::uint64_t kMostMemory = 512 << 20;
constexpr int kSuccess = 0, kUnusableMedia = 3, kNoClips = 4;
// As many uploads as one server takes before it asks to slow down.
constexpr std::size_t kUploadsOfOneServer = 28;
// How many of the files from the wild a run of all tests takes through the whole program; it decodes every one.
constexpr std::size_t kSample = 28;

fs::path odd_media_folder() {
  const char* data = std::getenv("PODPROMO_EVAL_DATA");
  return (data != nullptr ? fs::path(data) : fs::path(PODPROMO_SOURCE_DIR) / ".." / "shared" / "data") / "odd-media";
}

// PODPROMO_ODD_MEDIA=all takes every file; otherwise the same sample each time.
std::vector<fs::path> odd_media() {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(odd_media_folder(), error); !error && entry != fs::end(entry);
       entry.increment(error))
    if (entry->is_regular_file()) files.push_back(entry->path());
  std::ranges::sort(files);
  const char* wanted = std::getenv("PODPROMO_ODD_MEDIA");
  if (wanted != nullptr && std::string_view(wanted) == "all") return files;
  std::vector<fs::path> sample;
  // The generator's numbers are the standard's, the same everywhere.
  std::ranges::sample(files, std::back_inserter(sample), kSample,
                      std::mt19937(4));  // NOLINT(bugprone-random-generator-seed)
  return sample;
}

class HostileMedia : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    secret_ = made("secret.mp3", {"-f", "lavfi", "-i", "sine=d=1"});
    fs::create_directory(folder_ / "media");
  }
  fs::path media() const { return folder_ / "media"; }

  // What `podpromo clip` says of it, after the two bounds have been checked.
  Finished clipped(const fs::path& file) const {
    const PeakMemory memory;
    const auto begin = std::chrono::steady_clock::now();
    Finished finished = podpromo(
        {"clip", file.string(), "--out", (folder_ / "out").string(), "--model", "tiny.en", "--dry-run", "--quiet"});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kLongest) << file;
    EXPECT_LT(memory.bytes(), kMostMemory) << file;
    fs::remove_all(folder_ / "out");
    return finished;
  }
  void expect_clean(const fs::path& file) const {
    const Finished finished = clipped(file);
    EXPECT_THAT(finished.exit_code, AnyOf(kSuccess, kUnusableMedia, kNoClips)) << file << ": " << finished.error_tail;
    EXPECT_TRUE(finished.exit_code != kUnusableMedia || finished.error_tail.contains(".\n")) << file;
  }
  void expect_as_foretold(const HostileFile& hostile) const {
    const Finished finished = clipped(hostile.file);
    EXPECT_EQ(finished.exit_code, hostile.reason.empty() ? kNoClips : kUnusableMedia)
        << hostile.file << ": " << finished.error_tail;
    EXPECT_THAT(finished.error_tail, HasSubstr(hostile.reason)) << hostile.file;
  }

  fs::path secret_;
};

// What became of an upload: the refusal of the upload itself, or how its work ended.
struct Outcome {
  bool refused = false;
  std::string state;
  std::string message;
  std::string remedy;
};

class HostileUploads : public HostileMedia {
 protected:
  Outcome ending(const Server& server, const std::string& id) const {
    for (const auto begin = std::chrono::steady_clock::now(); std::chrono::steady_clock::now() - begin < kPatience;) {
      // Work has the lowest priority: whoever asks without a pause takes its time away.
      std::this_thread::sleep_for(50ms);
      const auto body = server.get("/api/progress/" + id).body;
      const std::string state = body.value("status", "");
      if (state != "error" && state != "completed") continue;
      const auto progress = body.value("progress", nlohmann::json::object());
      return {false, state, progress.value("message", ""), progress.value("detail", "")};
    }
    return {false, "still at work", "", ""};
  }
  Outcome uploaded(const Server& server, const fs::path& file) const {
    const Reply reply = server.upload(file);
    if (reply.status == 200) return ending(server, reply.body.value("episodeId", ""));
    EXPECT_THAT(reply.status, AnyOf(400, 413, 415)) << file << ": " << reply.body.dump();
    return {true, "error", reply.body.value("error", ""), reply.body.value("remedy", "")};
  }
  // The outcome of each, after the bounds have been checked.
  std::vector<Outcome> outcomes(const std::vector<fs::path>& files) const {
    std::vector<Outcome> all;
    std::optional<Server> server;
    const PeakMemory memory;
    for (const fs::path& file : files) {
      if (all.size() % kUploadsOfOneServer == 0) {
        server.reset();
        server.emplace(folder_ / std::to_string(all.size()));
      }
      const double before = processor_seconds();
      all.push_back(uploaded(*server, file));
      EXPECT_LT(processor_seconds() - before, std::chrono::duration<double>(kLongest).count()) << file;
      EXPECT_THAT(all.back().state, AnyOf("error", "completed")) << file;
      if (all.back().state == "error") {
        EXPECT_NE(all.back().message, "") << file;
        EXPECT_NE(all.back().remedy, "") << file;
      }
    }
    EXPECT_LT(memory.bytes(), kMostMemory);
    return all;
  }
};

TEST_F(HostileMedia, BrokenFilesEndAsForetoldOverTheCommandLine) {
  for (const HostileFile& hostile : broken_media(media())) expect_as_foretold(hostile);
}

TEST_F(HostileMedia, PlaylistsAreRefusedOverTheCommandLineAndCallNobody) {
  const Listener listener;
  for (const fs::path& list : disguised_playlists(media(), secret_, listener.port()))
    EXPECT_EQ(clipped(list).exit_code, kUnusableMedia) << list;
  EXPECT_FALSE(listener.was_called());
}

TEST_F(HostileMedia, FilesFromTheWildEndCleanlyOverTheCommandLine) {
  if (!fs::is_directory(odd_media_folder())) GTEST_SKIP() << "The odd files are not on this machine.";
  for (const fs::path& file : odd_media()) expect_clean(file);
}

TEST_F(HostileUploads, BrokenFilesEndAsForetoldOverHttp) {
  const auto hostile = broken_media(media());
  std::vector<fs::path> files;
  for (const HostileFile& one : hostile) files.push_back(one.file);
  const auto ended = outcomes(files);
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_EQ(ended[i].state, hostile[i].reason.empty() ? "completed" : "error")
        << files[i] << ": " << ended[i].message;
}

TEST_F(HostileUploads, PlaylistsAreRefusedOverHttpAndCallNobody) {
  const Listener listener;
  const auto lists = disguised_playlists(media(), secret_, listener.port());
  for (const Outcome& outcome : outcomes(lists)) EXPECT_EQ(outcome.state, "error");
  EXPECT_FALSE(listener.was_called());
}

TEST_F(HostileUploads, FilesFromTheWildEndCleanlyOverHttp) {
  if (!fs::is_directory(odd_media_folder())) GTEST_SKIP() << "The odd files are not on this machine.";
  outcomes(odd_media());
}

}  // namespace
}  // namespace podpromo
