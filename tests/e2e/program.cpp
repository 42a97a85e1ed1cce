#include "program.hpp"

#include "base/file_descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace podpromo {

namespace {

constexpr const char* kHost =
    "Welcome to the small garden show. Today we talk about why most people quit in the first month. "
    "The biggest mistake is to plant everything on one weekend. You never see what the soil can carry, "
    "and then you blame yourself.";
constexpr const char* kGuest =
    "So what should a beginner do instead? I lost two hundred dollars of seedlings in my first spring. "
    "That was the moment I learned to start with three pots and nothing else. It changed how I think about patience.";

Limits limits() { return {.deadline = std::chrono::minutes(5), .low_priority = false}; }

}  // namespace

Finished done(const std::string& program, const Arguments& arguments) {
  const Finished failed{.exit_code = -1, .output = "", .error_tail = ""};
  const auto finished = run({.program = program, .arguments = arguments, .limits = limits()});
  EXPECT_TRUE(finished) << program << ": " << finished.error().reason << " " << finished.error().detail;
  return finished ? *finished : failed;
}

Finished podpromo(const Arguments& arguments, const Arguments& settings) {
  Arguments all = settings;
  all.emplace_back(PODPROMO_PROGRAM);
  std::ranges::copy(arguments, std::back_inserter(all));
  return done("env", all);
}

Result<Child> podpromo_started(const Arguments& arguments) {
  return Child::start({.program = PODPROMO_PROGRAM, .arguments = arguments, .limits = {.low_priority = false}}, false);
}

bool has_model() {
  return podpromo({"models", "path", "tiny.en"}).exit_code == 0 &&
         podpromo({"models", "path", "silero-vad"}).exit_code == 0;
}

// A stream would throw for a process that ends while it is looked at.
std::string command_line(const fs::path& process) {
  const FileDescriptor file(::open((process / "cmdline").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 8192> room{};
  const auto got = ::read(file.get(), room.data(), room.size());
  return got > 0 ? std::string(room.data(), static_cast<std::size_t>(got)) : std::string();
}

std::map<std::string, FileMark> files_in(const fs::path& folder) {
  std::map<std::string, FileMark> found;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    struct stat facts{};
    if (::stat(entry->path().c_str(), &facts) != 0) continue;
    found[entry->path().lexically_relative(folder).string()] = {read_whole(entry->path()).value_or(""), facts.st_ino,
                                                                entry->last_write_time(error)};
  }
  return found;
}

std::map<std::string, std::string> bytes_in(const fs::path& folder) {
  std::map<std::string, std::string> bytes;
  for (auto& [name, mark] : files_in(folder)) bytes[name] = std::move(mark.bytes);
  return bytes;
}

std::vector<std::string> drafts_in(const fs::path& folder) {
  std::vector<std::string> drafts;
  for (const auto& [name, mark] : files_in(folder))
    if (name.ends_with(".draft")) drafts.push_back(name);
  return drafts;
}

WholeProgram::WholeProgram() {
  std::string name = (fs::temp_directory_path() / "podpromo-whole-XXXXXX").string();
  folder_ = ::mkdtemp(name.data());
}

WholeProgram::~WholeProgram() {
  std::error_code error;
  fs::remove_all(folder_, error);
}

fs::path WholeProgram::made(const std::string& name, Arguments arguments) const {
  arguments.insert(arguments.begin(), {"-hide_banner", "-nostdin", "-loglevel", "error", "-y"});
  arguments.push_back((folder_ / name).string());
  const auto finished = done("ffmpeg", arguments);
  EXPECT_EQ(finished.exit_code, 0) << finished.error_tail;
  return folder_ / name;
}

fs::path WholeProgram::written(const std::string& name, std::string_view bytes) const {
  EXPECT_TRUE(write_durably(folder_ / name, bytes));
  return folder_ / name;
}

fs::path WholeProgram::spoken_episode() const {
  const std::string host = (folder_ / "host.wav").string();
  const std::string guest = (folder_ / "guest.wav").string();
  EXPECT_EQ(done("flite", {"-voice", "slt", "-t", kHost, "-o", host}).exit_code, 0);
  EXPECT_EQ(done("flite", {"-voice", "rms", "-t", kGuest, "-o", guest}).exit_code, 0);
  return made("garden.mp3", {"-i", host, "-i", guest, "-i", host, "-i", guest, "-filter_complex", "concat=n=4:v=0:a=1",
                             "-b:a", "64k"});
}

fs::path WholeProgram::filmed_episode() const {
  return made("garden.mp4", {"-i", spoken_episode().string(), "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25",
                             "-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"});
}

}  // namespace podpromo
