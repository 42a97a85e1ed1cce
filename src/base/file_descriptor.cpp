#include "base/file_descriptor.hpp"

#include <unistd.h>

namespace podpromo {

void FileDescriptor::reset() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

}  // namespace podpromo
