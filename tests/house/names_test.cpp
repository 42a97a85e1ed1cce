// The names: one word is one thing, in the whole program.
#include <gmock/gmock.h>

#include "house.hpp"

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, NoTwoHeadersDefineTheSameType) {
  EXPECT_THAT(repeated_types(source_files({"src", "apps"}, {".hpp"})), IsEmpty());
}

TEST(Names, ARepeatedTypeIsNamed) {
  const auto one = source_file("src/captions/captions.hpp", "struct Cue {\n");
  const auto other = source_file("src/speech/cues.hpp", "class Cue final : public Timed {\n");

  EXPECT_THAT(repeated_types({one, other}),
              ElementsAre("Cue is defined in src/captions/captions.hpp and in src/speech/cues.hpp"));
}

}  // namespace
}  // namespace podpromo::house
