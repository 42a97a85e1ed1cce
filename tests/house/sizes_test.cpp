// The sizes: a file that nobody can hold in mind is two. (Functions are clang-tidy's to measure.)
#include "house.hpp"

#include <gmock/gmock.h>

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sizes, NoSourceIsLongerThan400Lines) {
  const auto files = source_files({"src", "apps", "tests", "bench", "web", "cmake"},
                                  {".hpp", ".cpp", ".ts", ".tsx", ".mjs", ".py", ".cmake"});

  EXPECT_THAT(longer_files(files, 400), IsEmpty());
}

TEST(Sizes, ALongerFileIsNamed) {
  EXPECT_THAT(longer_files({source_file("src/base/ids.cpp", "\n\n\n")}, 2),
              ElementsAre("src/base/ids.cpp has 3 lines"));
}

}  // namespace
}  // namespace podpromo::house
