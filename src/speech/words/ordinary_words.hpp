#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace podpromo {

// True when `word`, in small letters, is one that `knows` has, or is made from such a word as English makes words:
// "gardeners", "unhurried". Words of less than three letters are ordinary.
bool is_inflected(std::string_view word, const std::function<bool(std::string_view)>& knows);
// The same, and also words put together from two: "beekeeper".
bool is_put_together(std::string_view word, const std::function<bool(std::string_view)>& knows);

}  // namespace podpromo
