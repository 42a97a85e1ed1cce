#include "media/run_ffmpeg.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace podpromo {

namespace {

using namespace std::chrono_literals;

// A clip is at most a few minutes long; what takes longer than this on any machine hangs.
constexpr Limits kLimits{.deadline = 60min,
                         .no_output = 5min,
                         .memory_bytes = 4ULL << 30,
                         .file_bytes = 2ULL << 30,
                         .open_files = kMediaOpenFiles,
                         .processor_time = 4h};
// Headers are read in a tenth of a second; the deadline is for a busy machine. There is nothing to write.
constexpr Limits kAskingLimits{.deadline = 120s,
                               .memory_bytes = kDecodeMemoryBytes,
                               .file_bytes = 1ULL << 20,
                               .open_files = kMediaOpenFiles,
                               .processor_time = 8s};

// Turns ffmpeg's "-progress" output into fractions that never fall.
class ProgressReader {
 public:
  ProgressReader(double seconds, const std::function<void(double)>& done) : seconds_(seconds), done_(done) {}

  void read(std::span<const char> bytes) {
    for (const char character : bytes) {
      if (character != '\n') {
        line_ += character;
        continue;
      }
      take(line_);
      line_.clear();
    }
  }

 private:
  void take(std::string_view line) {
    constexpr std::string_view key = "out_time_us=";
    if (!line.starts_with(key) || !done_ || seconds_ <= 0) return;
    long long microseconds = 0;
    line.remove_prefix(key.size());
    if (std::from_chars(line.data(), line.data() + line.size(), microseconds).ec != std::errc()) return;
    const double fraction = std::clamp(static_cast<double>(microseconds) / 1e6 / seconds_, 0.0, 1.0);
    if (fraction <= so_far_) return;
    so_far_ = fraction;
    done_(fraction);
  }

  double seconds_;
  const std::function<void(double)>& done_;
  double so_far_ = 0;
  std::string line_;
};

Command command_of(const FfmpegOrder& order, std::vector<std::string> first) {
  append(first, {"-hide_banner", "-nostats", "-y"});
  append(first, order.arguments);
  Jail jail{.reads = order.reads, .writes = order.writes};
  if (!order.folder.empty()) jail.reads.push_back(order.folder);
  return {.program = "ffmpeg",
          .arguments = std::move(first),
          .limits = kLimits,
          .working_folder = order.folder,
          .jail = std::move(jail)};
}

Done judged(const Finished& finished) {
  if (finished.exit_code == 0) return {};
  if (finished.error_tail.find("No space left") != std::string::npos)
    return failure(Fault::no_space, "the disk is full", "Free some space and try again.", finished.error_tail);
  return failure(Fault::unreadable_media, "the media file could not be read or written out",
                 "Check that the file plays from beginning to end, and try again.",
                 fmt::format("ffmpeg ended with {}: {}", finished.exit_code, finished.error_tail));
}

}  // namespace

Done run_ffmpeg(const FfmpegOrder& order, const std::stop_token& stop) {
  ProgressReader progress(order.seconds, order.done);
  const Streams streams{.on_output = [&](std::span<const char> bytes) { progress.read(bytes); }, .input = order.input};
  PODPROMO_TRY(finished,
               run(command_of(order, {"-v", "error", "-progress", "pipe:1", "-stats_period", "0.25"}), streams, stop));
  return judged(finished);
}

Result<std::string> ffmpeg_output(const FfmpegOrder& order, const std::stop_token& stop) {
  PODPROMO_TRY(finished, run(command_of(order, {"-v", "error"}), {.input = order.input}, stop));
  PODPROMO_TRY(judged(finished));
  return std::move(finished.output);
}

Result<std::string> ffmpeg_log(const FfmpegOrder& order, const std::stop_token& stop) {
  std::string log;
  const Streams streams{.on_error_line = [&](std::string_view line) { log.append(line).append("\n"); },
                        .input = order.input};
  PODPROMO_TRY(finished, run(command_of(order, {"-v", "info"}), streams, stop));
  PODPROMO_TRY(judged(finished));
  return log;
}

Result<Finished> ask_ffprobe(std::vector<std::string> arguments, const fs::path& file, const Streams& streams,
                             const std::stop_token& stop) {
  return run(
      {.program = "ffprobe", .arguments = std::move(arguments), .limits = kAskingLimits, .jail = Jail{.reads = {file}}},
      streams, stop);
}

std::string ffmpeg_seconds(double seconds) { return fmt::format("{:.6f}", seconds); }

std::optional<double> logged_number(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  double number = 0;
  const auto read = std::from_chars(text.data() + begin, text.data() + text.size(), number);
  return read.ec == std::errc() && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string ffmpeg_file(const fs::path& file) { return "file:" + fs::absolute(file).string(); }

std::vector<std::string> same_bytes_options() {
  return {"-map_metadata", "-1",       "-map_chapters", "-1",       "-fflags",
          "+bitexact",     "-flags:v", "+bitexact",     "-flags:a", "+bitexact"};
}

void append(std::vector<std::string>& arguments, std::vector<std::string> more) {
  std::ranges::move(more, std::back_inserter(arguments));
}

}  // namespace podpromo
