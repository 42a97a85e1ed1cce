#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

namespace podpromo {

// Walks through a Whisper model in ggml form from its magic to its last tensor without believing any length in it.
// Fails with bad_request when a number is impossible, a tensor sticks out of the file or bytes are left over.
// It says nothing about the weights themselves.
Done check_ggml(const fs::path& file);

}  // namespace podpromo
