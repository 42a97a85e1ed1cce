// The names: one word is one thing, in the whole program.
#include <map>

#include <gmock/gmock.h>

#include "house.hpp"

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, NoTwoHeadersDefineTheSameType) {
  EXPECT_THAT(repeated_types(source_files({"src", "apps"}, {".hpp"})), IsEmpty());
}

// Decisions are cited by their number.
TEST(Names, EachDecisionHasANumberOfItsOwn) {
  std::map<std::string, std::string> by_number;
  for (const auto& entry : fs::directory_iterator(fs::path(PODPROMO_SOURCE_DIR) / "docs/adr")) {
    const std::string name = entry.path().filename();
    const auto [known, is_new] = by_number.emplace(name.substr(0, 4), name);
    EXPECT_TRUE(is_new) << known->second << " and " << name;
    const std::string title = text_of("docs/adr/" + name);
    EXPECT_THAT(title, testing::StartsWith("# " + std::to_string(std::stoi(known->first)) + ". ")) << name;
  }
  EXPECT_GT(by_number.size(), 10U);
}

TEST(Names, ARepeatedTypeIsNamed) {
  const auto one = source_file("src/captions/captions.hpp", "struct Cue {\n");
  const auto other = source_file("src/speech/cues.hpp", "class Cue final : public Timed {\n");

  EXPECT_THAT(repeated_types({one, other}),
              ElementsAre("Cue is defined in src/captions/captions.hpp and in src/speech/cues.hpp"));
}

}  // namespace
}  // namespace podpromo::house
