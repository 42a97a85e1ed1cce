#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "captions/ass.hpp"
#include "media/scratch_folder.hpp"
#include "process/run.hpp"
#include "studio/doctor/doctor.hpp"

namespace podpromo {

namespace {

constexpr const char* kInstall = "Install what is missing: scripts/setup, or apt-get install ffmpeg fonts-inter.";

// What a program prints; empty when it can't be run.
std::string printed_by(const std::string& program, std::vector<std::string> arguments) {
  const auto finished =
      run({.program = program, .arguments = std::move(arguments), .limits = {.deadline = std::chrono::seconds(20)}});
  return finished && finished->exit_code == 0 ? finished->output : std::string();
}

// "ffmpeg version 5.1.6-0+deb12u1 Copyright …" → "5.1.6-0+deb12u1".
std::string version_in(const std::string& printed) {
  std::istringstream words(printed.substr(0, printed.find('\n')));
  std::string program;
  std::string version;
  std::string number;
  words >> program >> version >> number;
  return version == "version" ? number : std::string();
}

// Lists of ffmpeg have a name in the second column.
bool lists(const std::string& listing, std::string_view name) {
  std::istringstream lines(listing);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string flags;
    std::string listed;
    if (words >> flags >> listed && listed == name) return true;
  }
  return false;
}

void examine_lists(Report& report) {
  std::string missing;
  const auto look = [&](const std::string& listing, std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (!lists(listing, name)) missing += fmt::format("{}{}", missing.empty() ? "" : ", ", name);
  };
  look(printed_by("ffmpeg", {"-hide_banner", "-encoders"}), {"libx264", "aac", "mjpeg", "pcm_s16le"});
  look(printed_by("ffmpeg", {"-hide_banner", "-filters"}),
       {"ass", "ebur128", "alimiter", "afade", "concat", "overlay", "boxblur", "crop", "pad", "scale"});
  if (missing.empty())
    report.ok("encoders and filters", "libx264, aac, libass and what else clips take");
  else
    report.problem("encoders and filters", "this ffmpeg lacks " + missing,
                   "Install a whole ffmpeg, as Debian's is: apt-get install ffmpeg.");
}

// Draws a caption with each font and looks at what libass found for it.
Result<std::string> drawn_captions() {
  PODPROMO_TRY(scratch, ScratchFolder::make());
  const std::string ass =
      ass_head({108, 108},
               ass_style("A", "Inter Display Extra Bold", 20, {}) + ass_style("B", "Inter Medium", 20, {})) +
      "Dialogue: 0,0:00:00.00,0:00:01.00,A,,0,0,0,,Said\nDialogue: 0,0:00:00.00,0:00:01.00,B,,0,0,0,,Said\n";
  PODPROMO_TRY(write_durably(scratch.path() / "fonts.ass", ass));
  PODPROMO_TRY(finished, run({.program = "ffmpeg",
                              .arguments = {"-hide_banner", "-nostats", "-v", "verbose", "-nostdin", "-f", "lavfi",
                                            "-i", "color=s=108x108:d=0.1", "-vf", "ass=fonts.ass", "-f", "null", "-"},
                              .limits = {.deadline = std::chrono::minutes(1)},
                              .working_folder = scratch.path()}));
  return finished.error_tail;
}

void examine_fonts(Report& report) {
  const auto said = drawn_captions();
  if (!said) return report.trouble(Verdict::problem, "fonts", said.error());
  for (const char* font : {"InterDisplay-ExtraBold", "Inter-Medium"})
    if (said->find(font) == std::string::npos)
      return report.problem("fonts", fmt::format("captions find no {}", font),
                            "Install the letters: apt-get install fonts-inter.");
  report.ok("fonts", "captions find Inter");
}

}  // namespace

void examine_programs(Findings& findings) {
  Report report("Video and sound", findings);
  bool both = true;
  for (const char* program : {"ffmpeg", "ffprobe"}) {
    const std::string version = version_in(printed_by(program, {"-version"}));
    both = both && !version.empty();
    if (version.empty())
      report.problem(program, "can't be run", kInstall);
    else
      report.ok(program, "version " + version);
  }
  if (!both) return;
  examine_lists(report);
  examine_fonts(report);
}

}  // namespace podpromo
