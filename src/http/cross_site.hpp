#pragma once

#include "http/message.hpp"

namespace podpromo {

// Whether a browser sends this for a page from elsewhere and it would change something. A form, a script or a link of
// any page may send requests here with the cookies a person has here; the browser says whose they are. What no browser
// sent says nothing about it and is let through: it has no cookies of anybody's.
bool is_cross_site_write(const Request& request);

}  // namespace podpromo
