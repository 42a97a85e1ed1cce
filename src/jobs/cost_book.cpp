#include "jobs/cost_book.hpp"

#include "episode/json.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

StageCosts read_costs(const fs::path& file) {
  const auto text = read_whole(file, 1 << 16);
  if (!text) return {};
  const auto costs = from_json_text<std::map<std::string, double>>(*text);
  return costs ? StageCosts(*costs) : StageCosts();
}

}  // namespace

CostBook::CostBook(fs::path file) : file_(std::move(file)), costs_(read_costs(file_)) {}

StageCosts CostBook::costs() const {
  const std::lock_guard lock(mutex_);
  return costs_;
}

void CostBook::learn(std::string_view stage, double work_s, double episode_s) {
  const std::lock_guard lock(mutex_);
  costs_.learn(stage, work_s, episode_s);
  if (const auto written = write_durably(file_, json_text(costs_.all())); !written)
    log_warning("what stages cost was not remembered: " + written.error().reason);
}

}  // namespace podpromo
