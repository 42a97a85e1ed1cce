#pragma once

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace podpromo {

// For tests: files that were made to do harm, or that broke by accident.

struct HostileFile {
  fs::path file;
  std::string reason;  // part of what it is refused with; empty: it can be heard
};

// Every kind of playlist ffmpeg can read, under the names and behind the first bytes of media. They name `secret`, a
// sound of somebody else's, and http://127.0.0.1:`port`; neither may ever be opened, and all are refused.
std::vector<fs::path> disguised_playlists(const fs::path& folder, const fs::path& secret, std::uint16_t port);

// Empty, cut, lying, noisy, huge when unpacked, longer than a day, crowded, chained.
std::vector<HostileFile> broken_media(const fs::path& folder);

// Somebody listening on the loopback, who counts.
class Listener {
 public:
  Listener();

  std::uint16_t port() const { return port_; }
  // Whether anybody has connected so far.
  bool was_called() const;

 private:
  FileDescriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace podpromo
