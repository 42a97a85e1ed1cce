#include "storage/sqlite/writer.hpp"

#include <utility>

namespace podpromo {

Writer::Writer(Connection connection) : connection_(std::move(connection)), thread_([this] { serve(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  ordered_.notify_all();
  thread_.join();
}

Done Writer::write(const Work& work) {
  Order order{work};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&order);
  ordered_.notify_one();
  settled_.wait(lock, [&] { return order.settled; });
  return order.outcome;
}

void Writer::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ordered_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto orders = std::exchange(waiting_, {});
    lock.unlock();
    carry_out(orders);
    lock.lock();
    for (Order* order : orders) order->settled = true;
    settled_.notify_all();
  }
}

void Writer::carry_out(const std::vector<Order*>& orders) {
  Done all = connection_.run("BEGIN IMMEDIATE");
  for (Order* order : orders) {
    if (!all) break;
    order->outcome = try_one(order->work);
    // Some failures (a full disk) make SQLite give up the whole transaction, and with it what came before.
    if (!order->outcome && !connection_.in_transaction()) all = order->outcome;
  }
  if (all) all = connection_.run("COMMIT");
  if (all) return;
  if (connection_.in_transaction()) {
    [[maybe_unused]] const Done undone = connection_.run("ROLLBACK");
  }
  for (Order* order : orders)
    if (order->outcome) order->outcome = all;
}

Done Writer::try_one(const Work& work) {
  PODPROMO_TRY(connection_.run("SAVEPOINT one"));
  Done outcome = work(connection_);
  if (!outcome && connection_.in_transaction()) PODPROMO_TRY(connection_.run("ROLLBACK TO one"));
  if (connection_.in_transaction()) PODPROMO_TRY(connection_.run("RELEASE one"));
  return outcome;
}

}  // namespace podpromo
