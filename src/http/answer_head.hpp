#pragma once

#include "http/message.hpp"

#include <ctime>
#include <string>

namespace podpromo {

// Writes the heads of answers; one thread. The date is put into words once a second.
class HeadWriter {
 public:
  // Appends the status line and all headers up to the empty line to `out`.
  void append(std::string& out, const Response& response, bool keep_alive);

 private:
  const std::string& date();

  std::time_t second_ = 0;
  std::string date_;
};

}  // namespace podpromo
