#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace podpromo {

// Secrets this thread has found right a moment ago, so that the next request with the same one costs neither a lock nor
// a hash nor memory. The oldest makes room for the newest. A secret counts under the generation it was kept with: who
// starts a new generation takes back all of them, on every thread.
class Proven {
 public:
  using Time = std::chrono::system_clock::time_point;

  // Two of them, so that a cookie is never taken for a token.
  static Proven& tokens_of_this_thread();
  static Proven& cookies_of_this_thread();

  bool holds(std::string_view secret, std::uint64_t generation, Time now) const;
  // Does nothing with secrets longer than kLongest.
  void keep(std::string_view secret, std::uint64_t generation, Time end);

  static constexpr std::size_t kLongest = 128;

 private:
  struct Entry {
    std::array<char, kLongest> bytes{};
    std::size_t size = 0;
    std::uint64_t generation = 0;
    Time end;
  };
  std::array<Entry, 16> entries_;
  std::size_t next_ = 0;
};

}  // namespace podpromo
