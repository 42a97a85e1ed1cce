#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// How a body is packed on its way (RFC 9110, 8.4).
enum class Coding { none, gzip, brotli };

// Of an Accept-Encoding header: brotli before gzip, unless the client prefers the latter or refuses it; none without
// one.
Coding preferred_coding(std::string_view accepted);
// "br", "gzip"; empty for none.
std::string_view coding_name(Coding coding);
// Whether packing makes bodies of this type smaller: text, scripts, JSON; no media, which is packed already, and no
// stream of events, whose words would wait for the packer.
bool is_packable(std::string_view content_type);

// While somebody waits, or once for all who come.
enum class Effort { quick, thorough };
std::string packed(std::string_view text, Coding coding, Effort effort);

// Packs the body of an answer of some length when the client takes it so, unless its handler decided. Its ETag becomes
// a weak one, because the bytes are others; both are told by Vary.
void pack(const Request& request, Response& response);

}  // namespace podpromo
