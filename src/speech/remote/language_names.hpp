#pragma once

#include <string>
#include <string_view>

namespace podpromo {

// The code of a language that a server names, "english" or "en", in any case; empty when it is none of Whisper's.
std::string language_code_of(std::string_view name);

}  // namespace podpromo
