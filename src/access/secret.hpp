#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// 160 bits from the kernel as 32 characters of a-z and 2-7, easy to select, to read out and to put into a header.
Result<std::string> new_secret();

// HMAC-SHA256 of `secret` in hex, under `key`. What is kept instead of a secret: it says whether a secret is the right
// one and nothing else. A slow hash would add nothing, for nobody tries 2^160 secrets, and would let anybody who sends
// wrong ones keep the processor busy.
std::string fingerprint(std::string_view key, std::string_view secret);

// Compares in a time that depends on the lengths only.
bool same_secret(std::string_view one, std::string_view other);

}  // namespace podpromo
