#pragma once

#include "http/message.hpp"

#include <optional>

namespace podpromo {

// Decides who may come in. Asked from many threads at once, for every request that is framed as it should be, before
// its route is looked up and before its body is read.
class Gate {
 public:
  virtual ~Gate() = default;
  // What to answer instead of going on; nothing when the request may pass, which costs no allocation.
  virtual std::optional<Response> refuse(const Request& request) const = 0;
};

}  // namespace podpromo
