#include "studio/housekeeper.hpp"

#include "http/signed_links.hpp"
#include "storage/log_keeping.hpp"

namespace podpromo {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 60s;
constexpr auto kBetweenSweeps = 1h;

}  // namespace

std::chrono::seconds wait_before_first_sweep(std::optional<std::chrono::system_clock::time_point> alive_before,
                                             std::chrono::system_clock::time_point now) {
  if (!alive_before || now - *alive_before > LinkSigner::kLife + kTick) return 0s;
  return LinkSigner::kLife;
}

void Housekeeper::start() {
  thread_ = std::jthread([this](const std::stop_token& enough) { keep_house(enough); });
}

void Housekeeper::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Housekeeper::keep_house(const std::stop_token& enough) {
  auto next = parts_.clock.steady_now() + wait_before_first_sweep(parts_.lock.alive_before(), parts_.clock.now());
  std::unique_lock lock(mutex_);
  do {
    parts_.lock.is_alive();
    if (parts_.clock.steady_now() < next) continue;
    sweep();
    next = parts_.clock.steady_now() + kBetweenSweeps;
  } while (!woken_.wait_for(lock, enough, kTick, [&] { return enough.stop_requested(); }));
}

void Housekeeper::sweep() {
  if (!parts_.retention.sweep().deleted.empty()) parts_.room.changed();
  bound_logs(parts_.folders.logs, parts_.episodes);
}

}  // namespace podpromo
