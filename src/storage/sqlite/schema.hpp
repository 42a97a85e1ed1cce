#pragma once

#include "base/result.hpp"
#include "storage/sqlite/connection.hpp"

namespace podpromo {

// Makes the tables of this version in an empty database. Fails with internal on a database of a later version.
Done prepare_schema(Connection& connection);

}  // namespace podpromo
