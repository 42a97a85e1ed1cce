#pragma once

#include "jobs/cost_book.hpp"
#include "jobs/job_error.hpp"
#include "jobs/workshop.hpp"

#include <optional>
#include <stop_token>
#include <string>

namespace podpromo {

// How one run of a job ended. Neither stopped nor failed means that everything is made and published.
struct JobOutcome {
  bool stopped = false;  // somebody said stop, or the job isn't ours any more
  std::optional<JobError> error = {};
  std::string message = {};  // for people, when it is done
};

// Runs the stages of a claimed job and publishes what they made: clips in the index, the title, and the transcript
// last. The board hears of the stages; how the job ended is left to the caller to tell. Lets nothing escape but memory
// gone twice.
JobOutcome run_job(const WorkshopParts& parts, CostBook& costs, const Job& job, const std::stop_token& stop);

}  // namespace podpromo
