#pragma once

#include "base/durable.hpp"

#include <string>
#include <vector>

namespace podpromo {

// Remembers in a file of its own under which address a server knows an unfinished upload. The files it is about are
// told by their places, sizes and times of change: when one of these is another, it is another upload.
class UnfinishedMemo {
 public:
  UnfinishedMemo(const fs::path& folder, const std::string& server, const std::vector<fs::path>& files);

  // Empty when nothing is remembered.
  std::string recall() const;
  // A memory that can't be written costs a repetition, so nobody is told.
  void remember(const std::string& url) const;
  void forget() const;

 private:
  fs::path memo_;
};

}  // namespace podpromo
