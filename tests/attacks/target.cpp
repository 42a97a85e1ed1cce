#include "target.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iterator>
#include <utility>

namespace podpromo {

namespace {

void plant(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  EXPECT_TRUE(write_durably(file, text));
}

// What is there to read within a moment, on a pipe that does not block.
void drain(const FileDescriptor& pipe, std::string& into, int patience_ms) {
  pollfd ready{.fd = pipe.get(), .events = POLLIN, .revents = 0};
  std::array<char, 4096> room{};
  while (::poll(&ready, 1, patience_ms) > 0) {
    const auto got = ::read(pipe.get(), room.data(), room.size());
    if (got <= 0) return;
    into.append(room.data(), static_cast<std::size_t>(got));
    patience_ms = 0;
  }
}

std::string word_after(const std::string& text, const std::string& words) {
  const auto at = text.find(words);
  if (at == std::string::npos) return {};
  const auto from = at + words.size();
  return text.substr(from, text.find_first_of(" \r\n", from) - from);
}

}  // namespace

const Target& Target::open() {
  static const Target target({});
  return target;
}

Target& Target::guarded() {
  static Target target({"--host", "0.0.0.0"});
  return target;
}

Target::Target(const Arguments& more) {
  std::string name = (fs::temp_directory_path() / "podpromo-attacks-XXXXXX").string();
  folder_ = ::mkdtemp(name.data());
  for (const fs::path file : {"secret.txt", "output/secret.txt", "upload/secret.txt", "clips/secret.txt"})
    plant(folder_ / file, kSecretMark);
  plant(folder_ / "upload" / kEpisode / "secret.txt", kSecretMark);
  plant(folder_ / "clips" / kEpisode / "a.txt", kClipMark);
  Arguments all{"serve", "--port", "0", "--model", "tiny.en", "--max-upload-bytes", "100000"};
  for (const std::string data : {"upload", "output", "logs", "transcripts", "clips"}) {
    all.push_back("--" + data + "-dir");
    all.push_back((folder_ / data).string());
  }
  all.insert(all.end(), more.begin(), more.end());
  auto child = podpromo_started(all);
  if (!child) ADD_FAILURE() << child.error().reason;
  if (!child) return;
  child_.emplace(*std::move(child));
  wait_until_it_says_where_it_is();
}

void Target::wait_until_it_says_where_it_is() {
  const auto begin = std::chrono::steady_clock::now();
  while (port_ == 0 && std::chrono::steady_clock::now() - begin < std::chrono::seconds(30)) {
    drain(child_->errors, said_, 100);
    const std::string where = word_after(said_, "http://");
    const auto colon = where.rfind(':');
    if (colon != std::string::npos) std::from_chars(&where[colon + 1], where.data() + where.size(), port_);
  }
  token_ = word_after(said_, "Access token: ");
  EXPECT_NE(port_, 0) << "The server did not say where it is: " << said_;
}

Target::~Target() {
  if (child_) {
    child_->signal_group(SIGKILL);
    child_->reap();
  }
  std::error_code error;
  fs::remove_all(folder_, error);
}

std::string Target::logs() {
  drain(child_->errors, said_, 200);
  drain(child_->output, said_, 200);
  std::string all = said_;
  for (const auto& [name, bytes] : bytes_in(folder_ / "logs")) all += bytes;
  return all;
}

Heard Target::ask(const std::string& head, const std::string& body) const { return heard(port_, head + "\r\n" + body); }

void Attack::SetUp() {
  if (!has_model()) GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
}

std::string request(const std::string& method, const std::string& path, const std::string& more) {
  const std::string host = ("\r\n" + more).find("\r\nHost: ") == std::string::npos ? "Host: localhost\r\n" : "";
  return method + " " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n" + more;
}

std::string statuses(const Heard& heard) {
  const std::string summary = heard.summary();
  return summary.substr(0, summary.rfind(' '));
}

}  // namespace podpromo
