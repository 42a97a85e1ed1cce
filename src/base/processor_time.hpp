#pragma once

#include <sys/resource.h>

namespace podpromo {

// The processor's time that `used` names, the program's own and the system's for it together, in seconds
// (getrusage(2)).
inline double processor_time_s(const rusage& used) {
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

}  // namespace podpromo
