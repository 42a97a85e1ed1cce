#pragma once

#include <string>
#include <vector>

namespace podpromo {

// One thing that was sent and what came of it.
struct AttackRow {
  std::string kind;      // "smuggling", "traversal", …
  std::string attack;    // in words
  std::string expected;  // as Heard::summary() says it; several with "|" between them
  std::string answer;

  bool passed() const;
};

// Adds a row to the table that is printed when all tests have run, and fails the test when the answer isn't one of the
// expected.
void record(AttackRow row);

}  // namespace podpromo
