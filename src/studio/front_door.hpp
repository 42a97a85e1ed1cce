#pragma once

#include "access/access.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "studio/settings.hpp"

#include <memory>
#include <string>

namespace podpromo {

// Whether nobody but this machine can reach a server that listens on `host`.
bool is_loopback(const std::string& host);

// Whether a server asks who comes in: on every address that other machines reach, and wherever somebody chose a token.
bool asks_for_token(const Settings& settings);

// Nothing where nobody needs to sign in. Fails with bad_request when a token is needed and there is none, denied when
// the file that knows it can't be read.
Result<std::unique_ptr<Access>> open_access(const Settings& settings, const Clock& clock);

}  // namespace podpromo
