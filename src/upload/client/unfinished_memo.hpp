#pragma once

#include "base/durable.hpp"

#include <string>

namespace podpromo {

// Remembers in a file of its own under which address a server knows an unfinished upload. The file it is about is told
// by its place, size and time of change: when one of these is another, it is another upload.
class UnfinishedMemo {
 public:
  UnfinishedMemo(const fs::path& folder, const std::string& server, const fs::path& file);

  // Empty when nothing is remembered.
  std::string recall() const;
  // A memory that can't be written costs a repetition, so nobody is told.
  void remember(const std::string& url) const;
  void forget() const;

 private:
  fs::path memo_;
};

}  // namespace podpromo
