#pragma once

#include "jobs/cost_book.hpp"
#include "jobs/job_error.hpp"
#include "jobs/workshop.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace podpromo {

// How one run of a job ended. Neither stopped nor failed means that everything is made and published.
struct JobOutcome {
  bool stopped = false;  // somebody said stop, or the job isn't ours any more
  std::optional<JobError> error = {};
  Fault fault = Fault::internal;  // of the error
  std::string message = {};       // for people, when it is done
};

// What holds a run: it ends soon after `stop`. `at_border` is called on the working thread whenever a piece of work is
// kept, so that a stop at that moment costs nothing; it may ask for the stop.
struct Reins {
  std::stop_token stop = {};
  std::function<void()> at_border = {};
};

// Runs the stages of a claimed job and publishes what they made: clips in the index, the title, and the transcript
// last. The board hears of the stages; how the job ended is left to the caller to tell. Lets nothing escape but memory
// gone twice.
JobOutcome run_job(const WorkshopParts& parts, CostBook& costs, const Job& job, const Reins& reins);

}  // namespace podpromo
