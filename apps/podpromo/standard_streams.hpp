#pragma once

#include "base/result.hpp"

namespace podpromo {

// Where podpromo was started without stdin, stdout or stderr, nothing takes their places from now on: the next file
// that is opened would get what is said. A result for a stdout that isn't there is a failure, as in told_all().
void hold_standard_streams();

// Whether all that was written to stdout has reached it. Fails with no_space or denied, as the system says why, or as
// `error_number` does for who knows already.
Done told_all(int error_number = 0);

}  // namespace podpromo
