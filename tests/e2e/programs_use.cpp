#include "programs_use.hpp"

#include "base/processor_time.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace podpromo {

namespace {

namespace fs = std::filesystem;

constexpr int kMillisecondsBetween = 20;

struct Process {
  pid_t parent = 0;
  std::uint64_t ticks = 0;  // of the processor, its own and those of the children it has waited for
  std::uint64_t bytes = 0;
};

// proc(5): the name, in brackets, may hold anything; behind it come the state, the parent and, from the twelfth place
// on, four numbers of ticks. A process that ends while it is looked at has no parent any more.
Process process_at(const fs::path& process) {
  std::ifstream file(process / "stat");
  std::string text;
  std::getline(file, text);
  std::istringstream facts(text.substr(std::min(text.rfind(')'), text.size() - 1) + 1));
  Process found;
  std::string passed_over;
  facts >> passed_over >> found.parent;
  for (int place = 3; place < 12; ++place) facts >> passed_over;
  for (int place = 12; place < 16; ++place) {
    std::uint64_t ticks = 0;
    facts >> ticks;
    found.ticks += ticks;
  }
  return found;
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
    all[process] = process_at(entry->path());
    all[process].bytes = resident_bytes(entry->path());
  }
  return all;
}

bool descends_from_us(pid_t process, const std::map<pid_t, Process>& all) {
  for (auto at = all.find(process); at != all.end(); at = all.find(at->second.parent))
    if (at->second.parent == ::getpid()) return true;
  return false;
}

// Over all that these tests started and that still run.
std::uint64_t sum_of(std::uint64_t Process::* number) {
  const auto all = processes();
  std::uint64_t sum = 0;
  for (const auto& [process, facts] : all)
    if (descends_from_us(process, all)) sum += facts.*number;
  return sum;
}

}  // namespace

PeakMemory::PeakMemory()
    : looking_([this](const std::stop_token& stop) {
        for (; !stop.stop_requested(); ::poll(nullptr, 0, kMillisecondsBetween))
          peak_ = std::max(peak_.load(), sum_of(&Process::bytes));
      }) {}

double processor_seconds() {
  rusage ended{};
  ::getrusage(RUSAGE_CHILDREN, &ended);
  return processor_time_s(ended) +
         static_cast<double>(sum_of(&Process::ticks)) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace podpromo
