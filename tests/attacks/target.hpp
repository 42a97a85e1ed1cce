#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "program.hpp"

#include "wire_tap.hpp"

namespace podpromo {

// podpromo serve with data folders of its own, until the program ends. What lies where nobody may read it, and what
// lies where a signed link may, have a mark in them that is looked for in answers.
class Target {
 public:
  // What only this machine reaches.
  static const Target& open();
  // What other machines reach: it has made its token at the start and shown it.
  static Target& guarded();

  std::uint16_t port() const { return port_; }
  // The token it has shown; empty where none is asked for.
  const std::string& token() const { return token_; }
  const fs::path& folder() const { return folder_; }
  fs::path outputs() const { return folder_ / "output"; }
  // All it has said on its terminal so far, and all its log files.
  std::string logs();

  Heard ask(const std::string& head, const std::string& body = {}) const;

  ~Target();
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

 private:
  explicit Target(const Arguments& more);
  void wait_until_it_says_where_it_is();

  fs::path folder_;
  std::optional<Child> child_;
  std::string said_;
  std::string token_;
  std::uint16_t port_ = 0;
};

// Skips everything where the program can't serve because its models are missing.
class Attack : public testing::Test {
 protected:
  void SetUp() override;
};

// In files nobody may read by any address, and in the clip a signed link may.
inline constexpr const char* kSecretMark = "for-nobodys-eyes";
inline constexpr const char* kClipMark = "a-clip-for-whom-has-the-link";
inline constexpr const char* kEpisode = "0123456789abcdef0123456789abcdef";

// "METHOD path HTTP/1.1" with Host, Connection: close and more lines, each ended by \r\n.
std::string request(const std::string& method, const std::string& path, const std::string& more = {});
// The statuses of the answers alone, "404" or "200 200".
std::string statuses(const Heard& heard);

}  // namespace podpromo
