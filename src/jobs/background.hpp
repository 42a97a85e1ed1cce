#pragma once

#include "process/run.hpp"

#include <thread>

namespace podpromo {

// Answering people comes before working: runs `work` on a thread of its own that gives way as programs do, and returns
// what it returns. The caller keeps its priority, because it holds locks that the server's other threads wait for.
template <typename Work>
auto in_the_background(Work&& work) {
  decltype(work()) made;
  std::thread([&] {
    give_way();
    made = work();
  }).join();
  return made;
}

}  // namespace podpromo
