#include "exit_codes.hpp"

namespace podpromo {

ExitCode exit_code(Fault fault) {
  switch (fault) {
    case Fault::bad_request: return kUsage;
    case Fault::not_found: return kUsage;
    case Fault::conflict: return kUnavailable;
    case Fault::too_large: return kUnusableMedia;
    case Fault::unsupported_media: return kUnusableMedia;
    case Fault::unreadable_media: return kUnusableMedia;
    case Fault::missing_model: return kNoModel;
    case Fault::too_many: return kUnavailable;
    case Fault::no_space: return kNoSpace;
    case Fault::denied: return kNoSpace;
    case Fault::unavailable: return kUnavailable;
    case Fault::timed_out: return kUnavailable;
    case Fault::cancelled: return kInterrupted;
    case Fault::internal: return kInternal;
  }
  return kInternal;
}

}  // namespace podpromo
