#include "models/tiny_hub.hpp"

#include <fmt/format.h>

namespace podpromo {

std::vector<std::string> TinyHub::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

std::string TinyHub::answer(const std::string& request) {
  const std::string range = between(request, "\r\nRange: ", "\r\n");
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    first = requests_.empty();
    const std::string line = request.substr(0, request.find(" HTTP"));
    requests_.push_back(range.empty() ? line : line + " " + range.substr(range.find('=') + 1));
  }
  const std::string response = response_to(range);
  const std::size_t body = response.find("\r\n\r\n") + 4;
  return first && manners_.cut_after > 0 ? response.substr(0, body + manners_.cut_after) : response;
}

std::string TinyHub::response_to(const std::string& range) const {
  const auto reply = [](const std::string& status, const std::string& body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, body.size(), body);
  };
  if (manners_.status != 200) return reply(fmt::format("{} Sorry", manners_.status), "no");
  if (range.empty() || !manners_.knows_ranges) return reply("200 OK", manners_.content);
  const std::size_t from = std::stoul(range.substr(range.find('=') + 1));
  if (from >= manners_.content.size()) return reply("416 Range Not Satisfiable", "");
  return reply("206 Partial Content", manners_.content.substr(from));
}

}  // namespace podpromo
