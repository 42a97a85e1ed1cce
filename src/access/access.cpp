#include "access/access.hpp"

#include <algorithm>

#include "access/proven.hpp"
#include "access/secret.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kShortestToken = 16;
// How long a token that was made anew goes unnoticed.
constexpr std::chrono::seconds kLookEvery{1};
// Nothing is kept on disk that somebody could try tokens against, so this one needs no salt of its own.
constexpr std::string_view kSaltOfChosen = "podpromo";

// No two objects share one, and none is zero.
std::uint64_t new_generation() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

bool can_stand_in_a_header(std::string_view token) {
  return std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Result<std::unique_ptr<Access>> Access::with_chosen_token(std::string_view token, const fs::path& folder,
                                                          const Clock& clock) {
  if (token.size() < kShortestToken || token.size() > Proven::kLongest || !can_stand_in_a_header(token))
    return failure(
        Fault::bad_request, "PODPROMO_TOKEN is no good as a token",
        "Take 16 to 128 letters, digits and signs without spaces, or leave it out: podpromo token makes one.");
  return std::unique_ptr<Access>(
      new Access({std::string(kSaltOfChosen), fingerprint(kSaltOfChosen, token)}, false, folder, clock));
}

Result<std::unique_ptr<Access>> Access::with_made_token(const fs::path& folder, const Clock& clock) {
  PODPROMO_TRY(token, read_token(folder));
  return std::unique_ptr<Access>(new Access(std::move(token), true, folder, clock));
}

Access::Access(StoredToken token, bool is_made, const fs::path& folder, const Clock& clock)
    : folder_(folder),
      clock_(clock),
      is_made_(is_made),
      token_(std::move(token)),
      sign_ins_(folder),
      generation_(new_generation()),
      next_look_(clock.steady_now() + kLookEvery) {}

Guess Access::try_token(std::string_view token, std::string_view peer) {
  look_for_a_new_token();
  const std::uint64_t generation = generation_;
  // While anybody guesses, even a token known to be right waits its turn, or the quick answer would tell.
  if (slowing_.calm() && Proven::tokens_of_this_thread().holds(token, generation, clock_.now())) return {.right = true};
  const Guess guess = slowing_.attempt(peer, clock_.steady_now(), [&] { return is_token(token); });
  if (guess.right) Proven::tokens_of_this_thread().keep(token, generation, Proven::Time::max());
  return guess;
}

bool Access::is_token(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  return same_secret(fingerprint(token_.salt, token), token_.fingerprint);
}

Result<std::string> Access::sign_in() {
  PODPROMO_TRY(cookie, new_secret());
  const auto now = clock_.now();
  const std::scoped_lock lock(mutex_);
  PODPROMO_TRY(sign_ins_.add(fingerprint(token_.fingerprint, cookie), now + kSignInLife, now));
  return cookie;
}

bool Access::is_signed_in(std::string_view cookie) {
  if (cookie.empty() || cookie.size() > Proven::kLongest) return false;
  look_for_a_new_token();
  const std::uint64_t generation = generation_;
  const auto now = clock_.now();
  if (Proven::cookies_of_this_thread().holds(cookie, generation, now)) return true;
  const std::scoped_lock lock(mutex_);
  const auto end = sign_ins_.end_of(fingerprint(token_.fingerprint, cookie));
  if (!end || now >= *end) return false;
  Proven::cookies_of_this_thread().keep(cookie, generation, *end);
  return true;
}

Done Access::sign_out(std::string_view cookie) {
  const std::scoped_lock lock(mutex_);
  generation_ = new_generation();
  return sign_ins_.remove(fingerprint(token_.fingerprint, cookie));
}

// Cookies are kept under the fingerprint of the token, so those of the one before open nothing any more.
void Access::look_for_a_new_token() {
  if (!is_made_) return;
  const auto now = clock_.steady_now();
  auto due = next_look_.load();
  if (now < due || !next_look_.compare_exchange_strong(due, now + kLookEvery)) return;
  auto token = read_token(folder_);
  const std::scoped_lock lock(mutex_);
  if (!token || *token == token_) return;
  token_ = *std::move(token);
  generation_ = new_generation();
}

}  // namespace podpromo
