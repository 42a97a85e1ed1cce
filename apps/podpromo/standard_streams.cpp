#include "standard_streams.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace podpromo {

void hold_standard_streams() {
  for (int stream = 0; stream < 3; ++stream)
    // The lowest free number is given out, which is this one. What can only be read refuses results.
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_RDWR);
}

Done told_all(int error_number) {
  errno = error_number;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return {};
  // Who wrote may have kept to itself why it failed.
  Error error = system_error("write the result", errno == 0 ? EIO : errno);
  if (error.fault == Fault::no_space) return failure(std::move(error));
  return failure(Fault::denied, error.reason, "Send it to a file or a program that takes it.", error.detail);
}

}  // namespace podpromo
