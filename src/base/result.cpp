#include "base/result.hpp"

#include <cerrno>
#include <cstring>

namespace podpromo {

namespace {

Fault fault_of(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT: return Fault::no_space;
    case EACCES:
    case EPERM:
    case EROFS: return Fault::denied;
    case ENOENT:
    case ENOTDIR: return Fault::not_found;
    default: return Fault::internal;
  }
}

std::string remedy_for(Fault fault) {
  if (fault == Fault::no_space) return "Free some space on that disk, then run it again.";
  if (fault == Fault::denied) return "Check who owns the folder and whether it may be written.";
  return {};
}

}  // namespace

Error system_error(const std::string& doing, int error_number) {
  const Fault fault = fault_of(error_number);
  const std::string why = std::strerror(error_number);
  return Error{fault, "can't " + doing + ": " + why, remedy_for(fault),
               doing + ": errno " + std::to_string(error_number)};
}

}  // namespace podpromo
