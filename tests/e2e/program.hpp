#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/durable.hpp"
#include "process/child.hpp"
#include "process/run.hpp"

#include <gtest/gtest.h>

namespace podpromo {

using Arguments = std::vector<std::string>;

// What a file is told apart by: a file that was not touched keeps all three.
struct FileMark {
  std::string bytes;
  unsigned long inode = 0;
  fs::file_time_type changed;

  bool operator==(const FileMark&) const = default;
};

// Runs a program to its end, within five minutes; what it says on stderr is in `error_tail`.
Finished done(const std::string& program, const Arguments& arguments);
// The same for podpromo as it was built; `settings` are "NAME=value" for its environment.
Finished podpromo(const Arguments& arguments, const Arguments& settings = {});
// podpromo still running; what holds it decides how it ends.
Result<Child> podpromo_started(const Arguments& arguments);

// Whether the models these tests listen with are installed; without them a test that hears is skipped.
bool has_model();
// Of a process, by its folder under /proc, with a NUL after each word; empty for what is none, or has just ended.
std::string command_line(const fs::path& process);
// Every file under `folder`, by its path from there; empty when there is no such folder.
std::map<std::string, FileMark> files_in(const fs::path& folder);
// The same names with nothing but their bytes.
std::map<std::string, std::string> bytes_in(const fs::path& folder);
// What a killed writer leaves until the next start tidies up.
std::vector<std::string> drafts_in(const fs::path& folder);

// A private folder, media that ffmpeg makes in it and an episode that two voices of flite speak.
class WholeProgram : public testing::Test {
 protected:
  WholeProgram();
  ~WholeProgram() override;

  // The arguments between ffmpeg's general options and the name of the file to make.
  fs::path made(const std::string& name, Arguments arguments) const;
  fs::path written(const std::string& name, std::string_view bytes) const;
  // Nearly a minute in which two people talk, as mp3.
  fs::path spoken_episode() const;
  // The same with a moving picture of 640x360.
  fs::path filmed_episode() const;

  fs::path folder_;
};

}  // namespace podpromo
