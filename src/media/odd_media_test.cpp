#include "media/extract_sound.hpp"
#include "media/made_media.hpp"
#include "media/probe.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

namespace podpromo {

namespace {

using namespace std::chrono_literals;

// Real files that are broken, hostile or just unusual; they are not part of the project.
fs::path odd_media_folder() {
  const char* data = std::getenv("PODPROMO_EVAL_DATA");
  return data != nullptr ? fs::path(data) / "odd-media" : fs::path();
}

class OddMedia : public MadeMedia {
 protected:
  Result<Sound> heard(const fs::path& file) {
    PODPROMO_TRY(facts, probe(file));
    return extract_sound(file, facts, folder_ / "sound.wav");
  }
};

// What may be said about a file that can't be heard; anything else would blame us or the machine.
bool is_about_the_file(Fault fault) {
  return fault == Fault::unsupported_media || fault == Fault::unreadable_media || fault == Fault::too_large;
}

}  // namespace

TEST_F(OddMedia, GivesEachFileItsSoundOrACleanError) {
  if (!fs::is_directory(odd_media_folder()))
    GTEST_SKIP() << "Set PODPROMO_EVAL_DATA to a folder that holds odd-media to run this test.";
  for (const auto& entry : fs::recursive_directory_iterator(odd_media_folder())) {
    if (!entry.is_regular_file()) continue;
    const auto begin = std::chrono::steady_clock::now();
    const auto sound = heard(entry.path());
    const std::string said = sound ? fmt::format("{:.3f} s{}", sound->duration_s, sound->cut_short ? ", cut short" : "")
                                   : sound.error().reason + " " + sound.error().detail;
    EXPECT_TRUE(sound || is_about_the_file(sound.error().fault)) << entry.path() << ": " << said;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s) << entry.path();
  }
  rusage children{};
  ASSERT_EQ(::getrusage(RUSAGE_CHILDREN, &children), 0);
  EXPECT_LT(children.ru_maxrss, 512 * 1024) << "kilobytes of the largest child";
}

}  // namespace podpromo
