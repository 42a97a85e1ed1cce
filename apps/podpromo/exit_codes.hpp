#pragma once

#include "base/result.hpp"

namespace podpromo {

// What the program's exit code says to scripts; `podpromo --help` and the README list them.
enum ExitCode : int {
  kDone = 0,
  kInternal = 1,       // our own mistake; the message says where to look
  kUsage = 2,          // the command line makes no sense
  kUnusableMedia = 3,  // the file is broken, of another kind, or has no sound
  kNoClips = 4,        // finished, but nothing was worth a clip; the reason was printed
  kNoModel = 5,        // the speech model isn't there
  kNoSpace = 6,        // the disk is full or may not be written
  kUnavailable = 7,    // something we depend on is missing or did not answer in time
  kInterrupted = 130,  // Ctrl-C; the same command goes on
};

ExitCode exit_code(Fault fault);

}  // namespace podpromo
