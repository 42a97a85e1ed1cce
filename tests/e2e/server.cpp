#include "server.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <utility>

namespace podpromo {

namespace {

using Clock = std::chrono::steady_clock;

Arguments serve_in(const fs::path& folder, const Arguments& more) {
  Arguments all{"serve", "--port", "0", "--model", "tiny.en"};
  for (const std::string name : {"upload", "output", "logs", "transcripts", "clips"}) {
    all.push_back("--" + name + "-dir");
    all.push_back((folder / name).string());
  }
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// The address in what it says at its start: "PodPromo is at http://127.0.0.1:35219".
std::string address_said(const Child& child) {
  std::string said;
  const auto begin = Clock::now();
  while (Clock::now() - begin < std::chrono::seconds(30)) {
    struct pollfd ready = {.fd = child.errors.get(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, 1000) <= 0) continue;
    std::array<char, 4096> room{};
    const auto got = ::read(child.errors.get(), room.data(), room.size());
    if (got <= 0) break;
    said.append(room.data(), static_cast<std::size_t>(got));
    const auto from = said.find("http://");
    const auto to = from == std::string::npos ? from : said.find_first_of(" \r\n", from);
    if (to != std::string::npos) return said.substr(from, to - from);
  }
  ADD_FAILURE() << "The server did not say where it is: " << said;
  return {};
}

}  // namespace

Server::Server(const fs::path& folder, const Arguments& more) {
  auto child = podpromo_started(serve_in(folder, more));
  if (!child) ADD_FAILURE() << child.error().reason;
  if (!child) return;
  child_.emplace(std::move(*child));
  address_ = address_said(*child_);
}

void Server::kill() {
  if (!child_) return;
  child_->signal_group(SIGKILL);
  child_->reap();
  child_.reset();
}

Reply Server::ask(Arguments arguments, const std::string& path) const {
  arguments.insert(arguments.begin(), {"--silent", "--max-time", "60", "--write-out", "\n%{http_code}"});
  arguments.push_back(address_ + path);
  const std::string said = done("curl", arguments).output;
  const auto line = said.rfind('\n');
  if (line == std::string::npos) return {};
  return {std::atoi(said.c_str() + line + 1), nlohmann::json::parse(said.substr(0, line), nullptr, false)};
}

int Server::interrupt() {
  child_->signal_group(SIGINT);
  struct pollfd ended = {.fd = child_->exited.get(), .events = POLLIN, .revents = 0};
  ::poll(&ended, 1, 20'000);
  const int code = child_->reap();
  child_.reset();
  return code;
}

Reply Server::ask(const std::string& method, const std::string& path) const {
  return ask(Arguments{"-X", method}, path);
}

Reply Server::get(const std::string& path) const { return ask(Arguments{}, path); }

Reply Server::put(const std::string& path, const nlohmann::json& body, const std::string& if_match) const {
  return ask({"-X", "PUT", "--header", "If-Match: " + if_match, "--header", "Content-Type: application/json", "--data",
              body.dump()},
             path);
}

Reply Server::upload(const fs::path& file, const std::string& field) const {
  return ask({"--form", field + "=@" + file.string()}, "/api/upload");
}

bool reaches(const Server& server, const std::string& episode, const std::string& state) {
  for (const auto begin = Clock::now(); Clock::now() - begin < std::chrono::minutes(4); ::poll(nullptr, 0, 50)) {
    const Reply reply = server.get("/api/progress/" + episode);
    if (reply.status != 200 || !reply.body.is_object()) {
      ADD_FAILURE() << "progress was answered with " << reply.status << " " << reply.body.dump();
      return false;
    }
    const std::string status = reply.body.value("status", "");
    if (status == state) return true;
    if (status == "failed" || status == "error" || status == "completed") {
      ADD_FAILURE() << reply.body.dump();
      return false;
    }
  }
  ADD_FAILURE() << "The episode is not " << state << " after four minutes.";
  return false;
}

}  // namespace podpromo
