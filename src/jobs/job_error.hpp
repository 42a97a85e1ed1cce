#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// Why a job failed, in words for people: the stage as they see it, the reason and what to do.
struct JobError {
  std::string stage;
  std::string reason;
  std::string remedy;
  bool operator==(const JobError&) const = default;
};

JobError job_error(std::string_view shown_stage, const Error& error);
// As the job queue keeps it; parsing gives nothing for an empty or foreign text.
std::string job_error_text(const JobError& error);
std::optional<JobError> parse_job_error(std::string_view text);

// The reason as a sentence of its own: "no speech was found" becomes "No speech was found."
std::string as_sentence(std::string text);

}  // namespace podpromo
