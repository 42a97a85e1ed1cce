#pragma once

#include "http/message.hpp"

#include <ctime>
#include <string>

namespace podpromo {

// How the answer is told where it ends.
struct AnswerEnd {
  bool keep_alive = true;
  bool in_chunks = true;  // a body without an end in sight; otherwise it ends with the connection (RFC 9112, 6.1)
};

// Writes the heads of answers; one thread. The date is put into words once a second.
class HeadWriter {
 public:
  // Appends the status line and all headers up to the empty line to `out`.
  void append(std::string& out, const Response& response, const AnswerEnd& end);

 private:
  const std::string& date();

  std::time_t second_ = 0;
  std::string date_;
};

}  // namespace podpromo
