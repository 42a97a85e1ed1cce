#include "speech/whisper/engine_errors.hpp"

#include <utility>

namespace podpromo {

std::unexpected<Error> unusable_model(std::string detail) {
  return failure(Fault::missing_model, "the speech model is missing or damaged",
                 "Run “podpromo models verify”, then “podpromo models pull”.", std::move(detail));
}

std::unexpected<Error> engine_failed(std::string detail) {
  return failure(Fault::internal, "the speech engine failed on a part of the sound", "Run the same command again.",
                 std::move(detail));
}

}  // namespace podpromo
