#include "peak_memory.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace podpromo {

namespace {

namespace fs = std::filesystem;

constexpr int kMillisecondsBetween = 20;

struct Process {
  pid_t parent = 0;
  std::uint64_t bytes = 0;
};

// proc(5): the name, in brackets, may hold anything; behind it come the state and the parent. A process that ends while
// it is looked at has no parent any more.
pid_t parent_of(const fs::path& process) {
  std::ifstream file(process / "stat");
  std::string text;
  std::getline(file, text);
  const auto behind_name = text.rfind(')');
  pid_t parent = 0;
  if (behind_name != std::string::npos && behind_name + 4 < text.size())
    std::from_chars(text.data() + behind_name + 4, text.data() + text.size(), parent);
  return parent;
}

std::uint64_t resident_bytes(const fs::path& process) {
  std::ifstream file(process / "statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::map<pid_t, Process> processes() {
  std::map<pid_t, Process> all;
  std::error_code error;
  for (auto entry = fs::directory_iterator("/proc", error); !error && entry != fs::end(entry); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    pid_t process = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), process).ec != std::errc()) continue;
    all[process] = {parent_of(entry->path()), resident_bytes(entry->path())};
  }
  return all;
}

bool descends_from_us(pid_t process, const std::map<pid_t, Process>& all) {
  for (auto at = all.find(process); at != all.end(); at = all.find(at->second.parent))
    if (at->second.parent == ::getpid()) return true;
  return false;
}

std::uint64_t held_by_children() {
  const auto all = processes();
  std::uint64_t sum = 0;
  for (const auto& [process, facts] : all)
    if (descends_from_us(process, all)) sum += facts.bytes;
  return sum;
}

}  // namespace

PeakMemory::PeakMemory()
    : looking_([this](const std::stop_token& stop) {
        for (; !stop.stop_requested(); ::poll(nullptr, 0, kMillisecondsBetween))
          peak_ = std::max(peak_.load(), held_by_children());
      }) {}

}  // namespace podpromo
