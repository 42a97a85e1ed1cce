#pragma once

#include "base/result.hpp"
#include "process/jail.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// What a child program may use. Zero means no limit of ours.
struct Limits {
  std::chrono::milliseconds deadline{0};   // from start to end
  std::chrono::milliseconds no_output{0};  // longest silence on stdout and stderr together
  std::uint64_t memory_bytes = 0;          // RLIMIT_AS
  std::uint64_t file_bytes = 0;            // RLIMIT_FSIZE: largest file it may write
  std::uint64_t open_files = 0;            // RLIMIT_NOFILE
  std::chrono::seconds processor_time{0};  // RLIMIT_CPU: of all its threads together; SIGXCPU ends it
  bool low_priority = true;                // gives way to other work, as GivesWay says
};

// What a program of low priority gives way to.
enum class GivesWay {
  to_everything,  // SCHED_IDLE and nice 19: it runs while nobody else wants to, so that a server always answers
  a_little,       // nice 10: somebody sits and waits for it, beside whatever else this machine does
};
// Holds for every program that this process starts from now on; until it is called, they give way to everything.
void let_programs_give_way(GivesWay how);
// The calling thread, and the threads it starts, give way from now on as programs do.
void give_way();

// A program and its arguments, never a shell string. The program is looked up in PATH.
struct Command {
  std::string program;
  std::vector<std::string> arguments = {};
  Limits limits = {};
  std::filesystem::path working_folder = {};  // empty: ours
  std::optional<Jail> jail = {};              // for programs that read what strangers made
};

// How its output reaches us while it runs; each is called on the calling thread. Without `on_output`, stdout is
// kept and returned, at most 64 MiB of it. Lines of stderr end at \n or \r and are cut at 64 KiB. `input` fills the
// span and returns how many bytes it put there, 0 at the end; without it stdin is /dev/null.
struct Streams {
  std::function<void(std::span<const char>)> on_output = {};
  std::function<void(std::string_view)> on_error_line = {};
  std::function<std::size_t(std::span<char>)> input = {};
};

struct Finished {
  int exit_code = 0;       // 128 + signal when a signal ended it
  std::string output;      // stdout, unless `on_output` took it
  std::string error_tail;  // the last 4 KiB of stderr, for the log
  std::chrono::milliseconds took{0};
};

// Runs `command` to its end. When it returns, by any path, the child and all its children are gone: the child
// leads its own process group, the group is killed at the deadline, after the silence limit, on a stop request
// (SIGTERM, then SIGKILL 1 s later), and with us if we die (PR_SET_PDEATHSIG).
// An exit code other than 0 is not a failure here. Fails with unavailable (no such program), timed_out, cancelled,
// too_large (more stdout than is kept). May be called from many threads at once.
Result<Finished> run(const Command& command, const Streams& streams = {}, std::stop_token stop = {});

}  // namespace podpromo
