#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "base/durable.hpp"
#include "speech/subtitles.hpp"

namespace podpromo {
namespace {

fs::path formats_folder() {
  const char* data = std::getenv("PODPROMO_EVAL_DATA");
  return data == nullptr ? fs::path() : fs::path(data) / "formats";
}

bool holds_its_promises(const Transcript& transcript) {
  double free_from = 0;
  for (const Word& word : transcript.words) {
    if (word.text.empty() || word.start < free_from || word.end < word.start) return false;
    free_from = word.end;
  }
  return true;
}

// Every file of a folder of real and broken captions: read or refused, quickly, and never broken.
TEST(RealCaptionFiles, AreReadOrRefusedQuickly) {
  const fs::path folder = formats_folder();
  if (!fs::is_directory(folder))
    GTEST_SKIP() << "Set PODPROMO_EVAL_DATA to a folder that holds formats to run this test.";
  std::size_t read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const auto text = read_whole(entry.path());
    const auto began = std::chrono::steady_clock::now();
    const auto transcript = read_transcript(*text, "file");
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5)) << entry.path();
    EXPECT_TRUE(!transcript || holds_its_promises(*transcript)) << entry.path();
    read += transcript ? 1 : 0;
  }
  EXPECT_GT(read, 100U);
}

}  // namespace
}  // namespace podpromo
