#pragma once

#include "base/clock.hpp"
#include "studio/doctor/finding.hpp"

namespace podpromo {

struct DoctorWishes {
  bool deep = false;  // read the models from end to end
};

// Looks at everything a server needs, and says what is so and how to mend what isn't. Changes nothing on disk but for
// probe files, which are gone when it returns.
Findings examine(const Settings& settings, const DoctorWishes& wishes, const Clock& clock);

// The parts of it, in this order. `running`: a server works on the folders now.
void examine_settings(const Settings& settings, Findings& findings);
void examine_folders(const Settings& settings, Findings& findings);
void examine_records(const Settings& settings, bool running, Findings& findings);
void examine_programs(Findings& findings);
void examine_models(const Settings& settings, const DoctorWishes& wishes, Findings& findings);
void examine_machine(const Settings& settings, bool running, const Clock& clock, Findings& findings);

}  // namespace podpromo
