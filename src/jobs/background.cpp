#include "jobs/background.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace podpromo {

// The lower nice value serves where the system refuses the other.
void yield_to_the_server() {
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_IDLE, &none);
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
}

}  // namespace podpromo
