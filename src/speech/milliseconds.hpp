#pragma once

#include <cmath>

namespace podpromo {

// `seconds`, to the nearest millisecond: what files have, so that a time is the same before and after it was on disk.
inline double milliseconds(double seconds) { return std::round(seconds * 1000) / 1000; }

}  // namespace podpromo
