#include "interrupt.hpp"

#include <pthread.h>
#include <unistd.h>
#include <csignal>
#include <ctime>

#include "exit_codes.hpp"

namespace podpromo {

namespace {

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> on_first) : on_first_(std::move(on_first)) {
  const sigset_t watched = watched_signals();
  pthread_sigmask(SIG_BLOCK, &watched, nullptr);
  waiter_ = std::jthread([this](const std::stop_token& enough) { wait(enough); });
}

Interrupt::~Interrupt() = default;

void Interrupt::wait(const std::stop_token& enough) {
  const sigset_t watched = watched_signals();
  // Short waits, because a stop request can't wake sigtimedwait.
  const timespec step{0, 100'000'000};
  while (!enough.stop_requested()) {
    if (::sigtimedwait(&watched, nullptr, &step) < 0) continue;
    if (stop_.stop_requested()) ::_exit(kInterrupted);
    if (on_first_) on_first_();
    stop_.request_stop();
  }
}

}  // namespace podpromo
