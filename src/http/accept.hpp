#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace podpromo {

// Which of the `offered` media types ("text/vtt", without parameters) an Accept header likes best (RFC 9110, 12.5.1),
// as an index; of those it likes equally the first. Without a header that is 0; nothing when it takes none of them.
std::optional<std::size_t> accepted(std::string_view accept, std::span<const std::string_view> offered);

}  // namespace podpromo
