// The layers: a module includes itself and what it declared, and some modules stay pure whatever they declare.
#include "house.hpp"

#include <gmock/gmock.h>

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

TEST(Layers, EveryIncludeIsOfADeclaredModule) {
  const auto files = source_files({"src"}, {".hpp", ".cpp"});

  ASSERT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(undeclared_includes(files, layers_of_the_build()), IsEmpty());
}

TEST(Layers, MomentsTitlesAndCaptionsArePure) {
  const auto layers = layers_of_the_build();

  EXPECT_THAT(forbidden_layers(layers, "moments", {"process", "storage", "http"}), IsEmpty());
  EXPECT_THAT(forbidden_layers(layers, "titles", {"process", "storage", "http"}), IsEmpty());
  EXPECT_THAT(forbidden_layers(layers, "captions", {"process", "storage", "http"}), IsEmpty());
}

TEST(Layers, TheStagesNeverSeeTheJobsOrTheServer) {
  EXPECT_THAT(forbidden_layers(layers_of_the_build(), "stages", {"jobs", "http"}), IsEmpty());
}

TEST(Layers, ReachThroughTheLayersBetween) {
  const auto read = layers("base: \nepisode: base\nstorage: episode\n");

  EXPECT_THAT(read.at("storage"), UnorderedElementsAre("base", "episode"));
}

TEST(Layers, AnUndeclaredIncludeIsNamed) {
  const auto file = source_file("src/base/ids.cpp", "#include \"base/ids.hpp\"\n#include \"http/server.hpp\"\n");

  EXPECT_THAT(undeclared_includes({file}, layers("base: \nhttp: base\n")),
              ElementsAre("src/base/ids.cpp includes http/server.hpp"));
}

TEST(Layers, AnIncludeThatClimbsIsNamed) {
  const auto file = source_file("src/base/ids.cpp", "#include \"../base/ids.hpp\"\n");

  EXPECT_THAT(undeclared_includes({file}, layers("base: \n")),
              ElementsAre("src/base/ids.cpp includes ../base/ids.hpp"));
}

}  // namespace
}  // namespace podpromo::house
