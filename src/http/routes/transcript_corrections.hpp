#pragma once

#include "http/front.hpp"
#include "http/message.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace podpromo {

// One change at a time: between looking whether a transcript is still the one that was corrected and saving the
// corrections, nobody else may save.
using OneAtATime = std::shared_ptr<std::mutex>;

// Takes the body of a PUT, or answers at once when no body could make it right: not found, without If-Match, while the
// episode is listened to, or when the transcript has changed.
std::unique_ptr<BodySink> correction_sink(const Request& request, const Front& front, OneAtATime turn);

}  // namespace podpromo
