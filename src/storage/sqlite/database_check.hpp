#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

namespace podpromo {

// Looks through a database that a server may be using right now, and changes nothing.
Done check_database_in_use(const fs::path& file);
// Looks through a database that nobody uses: a copy of it in `scratch`, with what its write-ahead log has to say,
// so that the file itself stays as it is. Both fail with internal when it is damaged or of a later version.
Done check_database_at_rest(const fs::path& file, const fs::path& scratch);

}  // namespace podpromo
