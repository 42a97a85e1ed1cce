#pragma once

#include "base/result.hpp"
#include "terminal/screen.hpp"

#include <stop_token>

namespace podpromo {

// Runs this command line without --reload as a child, and starts it again whenever the file of this program has been
// replaced. Looks at that one file only: whatever is written elsewhere, data above all, restarts nothing. Returns the
// exit code once `stop` was asked for and the child has ended as it does on SIGTERM.
Result<int> serve_anew_when_built(Screen& screen, const std::stop_token& stop);

}  // namespace podpromo
