#pragma once

#include <thread>

namespace podpromo {

// Answering people comes before working: the calling thread and all that it starts run when nobody else wants to.
void yield_to_the_server();

// Runs `work` on a thread of its own at the lowest priority and returns what it returns. The caller keeps its priority,
// because it holds locks that the server's other threads wait for.
template <typename Work>
auto in_the_background(Work&& work) {
  decltype(work()) made;
  std::thread([&] {
    yield_to_the_server();
    made = work();
  }).join();
  return made;
}

}  // namespace podpromo
