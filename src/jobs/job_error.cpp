#include "jobs/job_error.hpp"

#include <cctype>

#include "episode/json.hpp"

namespace podpromo {

JobError job_error(std::string_view shown_stage, const Error& error) {
  return {std::string(shown_stage), as_sentence(error.reason),
          error.remedy.empty() ? "Try again. If it fails again, the server's log says more." : error.remedy};
}

std::string job_error_text(const JobError& error) {
  return json_text({{"stage", error.stage}, {"reason", error.reason}, {"remedy", error.remedy}}, -1);
}

std::optional<JobError> parse_job_error(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    return JobError{json.at("stage"), json.at("reason"), json.at("remedy")};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::string as_sentence(std::string text) {
  if (text.empty()) return text;
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  if (text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

}  // namespace podpromo
