#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "models/step.hpp"

#include <cstdint>
#include <stop_token>
#include <string>

namespace podpromo {

struct Converted {
  std::uint64_t bytes = 0;
  std::string sha256;
};

// Reads model.bin and the vocabulary in `ct2_folder` and writes the same weights in ggml form to `target`, which is
// scratch: the caller puts it in place. float16 stays as it is; float32 matrices are rounded to float16.
// Fails with bad_request when the model is damaged, quantised or no Whisper; cancelled at a stop request.
struct Conversion {
  fs::path ct2_folder;
  fs::path target;
};
Result<Converted> convert_ctranslate2(const Conversion& conversion, const OnModelStep& on_step = {},
                                      const std::stop_token& stop = {});

}  // namespace podpromo
