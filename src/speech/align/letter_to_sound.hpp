#pragma once

#include <string>
#include <string_view>

namespace podpromo {

// How an English word that no dictionary knows is probably said: phones as CMUdict writes them, without stress,
// separated by spaces ("P AA D K L IH P"). By flite's letter-to-sound rules. Empty when nothing can be said.
// Any thread may call it.
std::string phones_by_rule(std::string_view word);

}  // namespace podpromo
