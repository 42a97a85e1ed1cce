#pragma once

#include "base/durable.hpp"
#include "progress/time_left.hpp"

#include <mutex>
#include <string_view>

namespace podpromo {

// What stages cost on this machine, remembered in a file from run to run. Without the file, or with a damaged one, it
// starts from what is typical. Any thread may call.
class CostBook {
 public:
  explicit CostBook(fs::path file);

  StageCosts costs() const;
  // A book that can't be written is no reason to stop: the next start only guesses worse.
  void learn(std::string_view stage, double work_s, double episode_s);

 private:
  fs::path file_;
  mutable std::mutex mutex_;
  StageCosts costs_;
};

}  // namespace podpromo
