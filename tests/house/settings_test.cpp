// The settings: whoever reads env.example sees all there are.
#include <gmock/gmock.h>

#include "house.hpp"

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Settings, EachOneIsInTheExample) {
  EXPECT_THAT(settings_left_out(text_of("src/studio/settings.cpp"), text_of("env.example")), IsEmpty());
}

TEST(Settings, OneThatIsLeftOutIsNamed) {
  EXPECT_THAT(settings_left_out(R"(value("UPLOAD_DIR"); value("NEW_ONE"))", "# UPLOAD_DIR=./uploads\n"),
              ElementsAre("NEW_ONE"));
}

}  // namespace
}  // namespace podpromo::house
