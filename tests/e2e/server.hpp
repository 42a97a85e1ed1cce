#pragma once

#include <optional>
#include <string>

#include "program.hpp"

#include <nlohmann/json.hpp>

namespace podpromo {

struct Reply {
  int status = 0;  // 0 when nobody answered
  nlohmann::json body;
};

// podpromo serve on a free port, with its five data folders in `folder`; killed by the destructor as by a power cut.
class Server {
 public:
  // Waits until it says where it is; a test failure when it does not within half a minute.
  explicit Server(const fs::path& folder, const Arguments& more = {});

  Reply get(const std::string& path) const;
  // Another method than GET, without a body.
  Reply ask(const std::string& method, const std::string& path) const;
  // PUTs JSON under the condition that nobody changed what it replaces; "*" means whatever is there.
  Reply put(const std::string& path, const nlohmann::json& body, const std::string& if_match = "*") const;
  // Sends a file as a browser's form does.
  Reply upload(const fs::path& file, const std::string& field = "file") const;
  // SIGKILL, now.
  void kill();
  // SIGINT; its exit code once it has ended, by itself within 20 s or by force.
  int interrupt();

 private:
  Reply ask(Arguments arguments, const std::string& path) const;
  std::optional<Child> child_;
  std::string address_;
};

// Asks again and again until the episode is in `state` or has failed; false after four minutes or on any answer that
// is no progress.
bool reaches(const Server& server, const std::string& episode, const std::string& state);

}  // namespace podpromo
