#pragma once

#include "progress/progress.hpp"
#include "progress/progress_board.hpp"

#include <optional>

namespace podpromo {

// The rules of progress, pure. `now` is what is shown, nothing for an episode nobody has told about; each returns what
// to show next, nothing when the rules refuse. Times are left to the caller.
Progress begun(const Attempt& attempt, const ProgressUpdate& update);
std::optional<Progress> updated(const std::optional<Progress>& now, const Attempt& attempt,
                                const ProgressUpdate& update);
std::optional<Progress> completed(const std::optional<Progress>& now, const Attempt& attempt,
                                  const std::string& message);
std::optional<Progress> failed(const std::optional<Progress>& now, const Attempt& attempt, const std::string& message,
                               const std::string& detail);

}  // namespace podpromo
