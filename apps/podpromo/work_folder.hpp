#pragma once

#include "base/durable.hpp"

namespace podpromo {

// Makes the folder in which the artefacts of one episode lie and keeps other runs out of it while the descriptor is
// held; the system lets go of it however the process ends. Fails with conflict when another run is at work there, and
// as making a folder does.
Result<FileDescriptor> lock_work_folder(const fs::path& work);

}  // namespace podpromo
