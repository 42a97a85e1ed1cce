// Files from the wild and files made to do harm, each probed and decoded: its sound or an error about the file, within
// ten seconds of processor time and 512 MB.
#include "media/extract_sound.hpp"

#include "base/processor_time.hpp"
#include "media/hostile_media.hpp"
#include "media/made_media.hpp"
#include "media/probe.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace podpromo {

namespace {

using testing::HasSubstr;

// Real files that are broken, hostile or just unusual; they are not part of the project.
fs::path odd_media_folder() {
  const char* data = std::getenv("PODPROMO_EVAL_DATA");
  return (data != nullptr ? fs::path(data) : fs::path(PODPROMO_SOURCE_DIR) / ".." / "shared" / "data") / "odd-media";
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

// What may be said about a file that can't be heard; anything else would blame us or the machine.
bool is_about_the_file(Fault fault) {
  return fault == Fault::unsupported_media || fault == Fault::unreadable_media || fault == Fault::too_large;
}

// Seconds of all children so far. Other tests run beside these and take the clock's time, but not this.
double processor_seconds() {
  rusage children{};
  EXPECT_EQ(::getrusage(RUSAGE_CHILDREN, &children), 0);
  return processor_time_s(children);
}

class OddMedia : public MadeMedia {
 protected:
  Result<Sound> heard(const fs::path& file) {
    const double begin = processor_seconds();
    const auto facts = probe(file);
    auto sound = facts ? extract_sound(file, *facts, folder_ / "sound.wav") : failure(facts.error());
    EXPECT_LT(processor_seconds() - begin, 10) << file;
    const std::string said = sound ? "" : sound.error().reason + " " + sound.error().detail;
    EXPECT_TRUE(sound || is_about_the_file(sound.error().fault)) << file << ": " << said;
    EXPECT_TRUE(sound || !sound.error().remedy.empty()) << file << ": " << said;
    return sound;
  }
  void expect_as_foretold(const HostileFile& hostile) {
    const auto sound = heard(hostile.file);
    const std::string said = sound ? "" : sound.error().reason;
    EXPECT_EQ(sound.has_value(), hostile.reason.empty()) << hostile.file << ": " << said;
    EXPECT_THAT(said, HasSubstr(hostile.reason)) << hostile.file;
  }
};

// Kilobytes of the largest child there ever was.
long largest_child() {
  rusage children{};
  EXPECT_EQ(::getrusage(RUSAGE_CHILDREN, &children), 0);
  return children.ru_maxrss;
}

constexpr long kMostKilobytes = 512 * 1024;

}  // namespace

TEST_F(OddMedia, GivesEachFileItsSoundOrACleanError) {
  if (!fs::is_directory(odd_media_folder()))
    GTEST_SKIP() << "Set PODPROMO_EVAL_DATA to a folder that holds odd-media to run this test.";
  for (const fs::path& file : files_in(odd_media_folder())) heard(file);
  EXPECT_LT(largest_child(), kMostKilobytes);
}

TEST_F(OddMedia, HearsOrRefusesBrokenFilesAsForetold) {
  for (const HostileFile& hostile : broken_media(folder_)) expect_as_foretold(hostile);
  EXPECT_LT(largest_child(), kMostKilobytes);
}

TEST_F(OddMedia, RefusesPlaylistsAndCallsNobody) {
  const Listener listener;
  const fs::path secret = made_of("sine=d=1", "secret.mp3");
  for (const fs::path& list : disguised_playlists(folder_, secret, listener.port())) EXPECT_FALSE(heard(list)) << list;
  EXPECT_FALSE(listener.was_called());
}

}  // namespace podpromo
