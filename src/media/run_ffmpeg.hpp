#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "process/run.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// One run of ffmpeg. It runs in the media jail: of all files, it opens those that are named here beside its arguments.
struct FfmpegOrder {
  std::vector<std::string> arguments;                      // after those that every run gets
  std::vector<fs::path> reads = {};                        // files it may open
  std::vector<fs::path> writes = {};                       // files it may write; a folder, to make files in
  fs::path folder = {};                                    // relative names in `arguments` are looked up here, and read
  double seconds = 0;                                      // of output that will be made; 0 when nobody watches
  std::function<void(double)> done = {};                   // told 0…1 of them
  std::function<std::size_t(std::span<char>)> input = {};  // what it reads from pipe:0
};

// Runs it with limits on time, memory and file size. Fails with no_space when the disk is full, cancelled, timed_out,
// unavailable without ffmpeg, else with unreadable_media and ffmpeg's last words as detail.
Done run_ffmpeg(const FfmpegOrder& order, const std::stop_token& stop);
// The same for an order that prints its result to pipe:1.
Result<std::string> ffmpeg_output(const FfmpegOrder& order, const std::stop_token& stop);
// The same for one whose result is what it logs at level info.
Result<std::string> ffmpeg_log(const FfmpegOrder& order, const std::stop_token& stop);

// Limits of every run, whatever else it may not do.
inline constexpr std::uint64_t kMediaOpenFiles = 64;
// Of one that looks or decodes. Libraries take 230 MiB of addresses and little memory, so that half a gigabyte is never
// passed; the first frames of an 8K film fit.
inline constexpr std::uint64_t kDecodeMemoryBytes = 640ULL << 20;
// Asks ffprobe about `file`, which is all it may open, within limits fit for a question about headers. Fails as run()
// does; what ffprobe says of a broken file is in what it returns.
Result<Finished> ask_ffprobe(std::vector<std::string> arguments, const fs::path& file, const Streams& streams,
                             const std::stop_token& stop);

// Seconds the way ffmpeg reads them, to the microsecond.
std::string ffmpeg_seconds(double seconds);
// The number that ffmpeg logged at the start of `text`, after blanks; "-inf" and "nan" are none.
std::optional<double> logged_number(std::string_view text);
// An output argument for `file`: a name with a colon in it must not be taken for a protocol.
std::string ffmpeg_file(const fs::path& file);

// Options that keep dates, program names and tags out of what is written, so that equal orders give equal bytes.
std::vector<std::string> same_bytes_options();

// Puts `more` behind `arguments`.
void append(std::vector<std::string>& arguments, std::vector<std::string> more);

}  // namespace podpromo
