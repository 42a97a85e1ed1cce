#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace podpromo {

// Who is signed in, by fingerprint: <folder>/sign_ins.json, readable by its owner only, so that a restart signs nobody
// out. A file that is damaged or missing signs everybody out and is no failure.
class SignIns {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit SignIns(const fs::path& folder);

  // When the sign-in ends; nothing when there is none.
  std::optional<Time> end_of(const std::string& fingerprint) const;
  // What has ended by `now` is dropped, and of too many those that end first. Kept on disk when this returns; after a
  // failure nothing has changed.
  Done add(const std::string& fingerprint, Time end, Time now);
  // Kept on disk when this returns. A failure means that a restart may bring it back; until then it is gone.
  Done remove(const std::string& fingerprint);

  static constexpr std::size_t kMost = 1000;

 private:
  using Ends = std::map<std::string, Time>;
  Done keep(const Ends& ends) const;
  fs::path file_;
  Ends ends_;
};

}  // namespace podpromo
