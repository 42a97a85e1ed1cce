#pragma once

#include "http/message.hpp"
#include "upload/resumable_upload.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

inline constexpr std::string_view kTusVersion = "1.0.0";
inline constexpr std::string_view kUploadsPath = "/api/uploads";

// An answer of the resumable upload protocol without a body.
Response tus_answer(int status);
Response tus_problem(const Error& error);
// Headers that say how an upload stands: where it goes on, until when, and what it became.
Response with_state(Response response, const UploadState& state);
// All there is to say of it, for those who ask.
Response tus_description(const UploadState& state);
// What this server can do.
Response tus_abilities(std::uint64_t max_bytes);

// "Tue, 24 Nov 2026 19:41:28 GMT" in `left` from now.
std::string http_date_in(std::chrono::seconds left);

}  // namespace podpromo
