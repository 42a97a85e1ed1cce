#pragma once

#include "access/sign_ins.hpp"
#include "access/slowing.hpp"
#include "access/token_file.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace podpromo {

// Says who may come in where a token is asked for. A program shows the token with every request; a browser shows it
// once and is given a cookie for thirty days, which ends earlier when it signs out or the token changes. The files in
// `folder` outlive restarts and hold no secret. May be used from many threads.
class Access {
 public:
  // For a token that somebody chose (PODPROMO_TOKEN); nothing of it is kept on disk. Fails with bad_request when it is
  // short enough to be guessed or can't stand in a header.
  static Result<std::unique_ptr<Access>> with_chosen_token(std::string_view token, const fs::path& folder,
                                                           const Clock& clock);
  // For the token that was made last, now and whenever it is made anew. Fails with not_found when none was made.
  static Result<std::unique_ptr<Access>> with_made_token(const fs::path& folder, const Clock& clock);

  // Looks at a token from `peer`, an address, unless that peer has to wait.
  Guess try_token(std::string_view token, std::string_view peer);
  // The value of a new cookie. Fails as writing a file does.
  Result<std::string> sign_in();
  // Whether a cookie's value is one of ours and its time isn't over.
  bool is_signed_in(std::string_view cookie);
  // Fails when a restart would sign it in again; until then it is out.
  Done sign_out(std::string_view cookie);

  static constexpr std::chrono::hours kSignInLife{30 * 24};

 private:
  Access(StoredToken token, bool is_made, const fs::path& folder, const Clock& clock);
  bool is_token(std::string_view token);
  void look_for_a_new_token();

  const fs::path folder_;
  const Clock& clock_;
  const bool is_made_;
  Slowing slowing_;
  std::mutex mutex_;  // of the two below
  StoredToken token_;
  SignIns sign_ins_;
  std::atomic<std::uint64_t> generation_;
  std::atomic<std::chrono::steady_clock::time_point> next_look_;
};

}  // namespace podpromo
