#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// What a token of a GPT-2 vocabulary spells, as bytes. The vocabulary writes every byte as one visible character:
// 33–126, 161–172 and 174–255 stand for themselves, the other 68 in order for U+0100 and up (so "Ġ" is a space).
// Fails with bad_request when `token` holds any other character or isn't UTF-8.
Result<std::string> gpt2_bytes(std::string_view token);

}  // namespace podpromo
