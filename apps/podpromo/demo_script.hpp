#pragma once

#include <span>
#include <string_view>

namespace podpromo {

// A line of the demo: who says it, and what. A pause of `pause_s` seconds follows.
struct ScriptLine {
  enum class Voice { host, guest } voice;
  double pause_s;
  std::string_view text;
};

// About four minutes: a swarm of bees and a night baker, a joke, a question with a strong answer, an advertisement.
std::span<const ScriptLine> demo_script();

}  // namespace podpromo
