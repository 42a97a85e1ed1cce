#include "media/extract_sound.hpp"

#include "media/decode_report.hpp"
#include "media/probe.hpp"
#include "media/run_ffmpeg.hpp"
#include "media/stereo_to_mono.hpp"
#include "media/wav_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

namespace podpromo {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int kPeaksPerSecond = 20;
constexpr std::size_t kSamplesPerPeak = kSoundRate / kPeaksPerSecond;
constexpr double kSecondsPerReport = 5;
constexpr std::uint64_t kFileBytes = 1 << 20;  // ffmpeg writes to a pipe and nowhere else

// Async resampling keeps to the time stamps: gaps become silence, and the drift of tracks whose packets don't tile
// the time line stays under a millisecond. `first_pts=0` would pad a late start as well, but again each time the
// sound's format changes midway, as it does in episodes with inserted advertisements; the start is padded here.
std::vector<std::string> extract_arguments(const fs::path& media, const SoundTrack& sound) {
  std::vector<std::string> arguments{"-hide_banner", "-nostdin", "-nostats", "-loglevel",
                                     "level+info",   "-threads", "1"};
  append(arguments, guarded_input(media));
  // Some decoders (Speex) don't say which channel is which; then one and two channels can mean only one thing.
  const std::string graph = fmt::format(
      "[0:a:{}]asplit=2[sound][level];"
      "[sound]aresample={}:async=1:min_hard_comp=0.01,aformat=sample_fmts=s16:channel_layouts={},volumedetect[out];"
      "[level]{}ebur128=framelog=verbose,anullsink",
      sound.track, kSoundRate, sound.channels == 1 ? "mono" : "stereo",
      sound.channels <= 2 ? "aformat=channel_layouts=mono|stereo," : "");
  append(arguments,
         {"-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[out]", "-f", "s16le", "pipe:1"});
  return arguments;
}

// Slower than the sound itself is broken, even on a busy machine. Without a declared duration, the fewest bytes
// that an hour of speech takes bound it.
Limits limits_for(const MediaFacts& facts) {
  constexpr double kFewestBytesPerSecond = 500;
  const double bound = facts.declared_duration_s > 0 ? facts.declared_duration_s
                                                     : static_cast<double>(facts.bytes) / kFewestBytesPerSecond;
  const auto playing =
      std::chrono::duration_cast<milliseconds>(std::chrono::duration<double>(std::min(bound, kLongestEpisodeS)));
  return {.deadline = 10min + playing,
          .no_output = 5min,
          .memory_bytes = kDecodeMemoryBytes,
          .file_bytes = kFileBytes,
          .open_files = kMediaOpenFiles,
          .processor_time = std::chrono::ceil<std::chrono::seconds>(10min + playing)};
}

// The largest |sample| of each step as 0…255.
class PeakMeter {
 public:
  void add(std::span<const std::int16_t> samples) {
    for (const std::int16_t sample : samples) {
      largest_ = std::max(largest_, std::abs(int{sample}));
      if (++counted_ == kSamplesPerPeak) close_step();
    }
  }
  std::vector<std::uint8_t> finish() {
    if (counted_ > 0) close_step();
    return std::move(peaks_);
  }

 private:
  void close_step() {
    peaks_.push_back(static_cast<std::uint8_t>((largest_ * 255 + 16384) / 32768));
    largest_ = 0;
    counted_ = 0;
  }
  int largest_ = 0;
  std::size_t counted_ = 0;
  std::vector<std::uint8_t> peaks_;
};

// Takes ffmpeg's raw samples as they come and makes the file and the peaks of them. The first trouble stops it.
class Intake {
 public:
  Intake(WavWriter wav, const SoundTrack& sound, const std::function<void(double)>& heard)
      : wav_(std::move(wav)), stereo_(sound.channels != 1), start_s_(sound.start_s), heard_(heard) {}

  Done add(std::span<const char> bytes) {
    if (is_empty()) PODPROMO_TRY(pad_start());
    empty_ = false;
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    const std::size_t frame = stereo_ ? 4 : 2;
    samples_.resize(held_.size() / frame * frame / 2);
    std::memcpy(samples_.data(), held_.data(), samples_.size() * 2);
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(samples_.size() * 2));
    if (!stereo_) return keep(samples_);
    mono_.clear();
    to_mono_.add(samples_, mono_);
    return keep(mono_);
  }

  Result<Sound> finish() {
    mono_.clear();
    if (stereo_) to_mono_.finish(mono_);
    PODPROMO_TRY(keep(mono_));
    PODPROMO_TRY(wav_.keep());
    Sound sound;
    sound.duration_s = seconds();
    sound.peaks_per_s = kPeaksPerSecond;
    sound.peaks = peaks_.finish();
    return sound;
  }

  bool is_empty() const { return empty_; }

 private:
  double seconds() const { return static_cast<double>(wav_.samples()) / kSoundRate; }

  Done pad_start() {
    if (start_s_ > kLongestEpisodeS) return too_long();
    const std::vector<std::int16_t> second(kSoundRate);
    for (auto left = static_cast<std::size_t>(std::lround(start_s_ * kSoundRate)); left > 0;) {
      const std::size_t now = std::min(left, second.size());
      PODPROMO_TRY(keep(std::span(second).first(now)));
      left -= now;
    }
    return {};
  }

  Done keep(std::span<const std::int16_t> samples) {
    PODPROMO_TRY(wav_.add(samples));
    peaks_.add(samples);
    if (seconds() > kLongestEpisodeS) return too_long();
    if (heard_ && seconds() >= reported_s_ + kSecondsPerReport) heard_(reported_s_ = seconds());
    return {};
  }

  WavWriter wav_;
  bool stereo_;
  double start_s_;
  const std::function<void(double)>& heard_;
  bool empty_ = true;
  std::vector<char> held_;
  std::vector<std::int16_t> samples_;
  std::vector<std::int16_t> mono_;
  StereoToMono to_mono_;
  PeakMeter peaks_;
  double reported_s_ = 0;
};

// How many bytes a RIFF file (wav, avi) says it has; 0 when it doesn't, as when it was written to a pipe.
std::uint64_t promised_riff_bytes(const fs::path& media) {
  std::array<unsigned char, 8> start{};
  const FileDescriptor in(::open(media.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in || ::read(in.get(), start.data(), start.size()) != std::ssize(start)) return 0;
  const std::uint32_t size = start[4] | start[5] << 8 | start[6] << 16 | static_cast<std::uint32_t>(start[7]) << 24;
  if (std::memcmp(start.data(), "RIFF", 4) != 0 || size == 0 || size == 0xFFFFFFFF) return 0;
  return std::uint64_t{size} + start.size();
}

// ffmpeg takes the length of wav and avi files from their bytes, so what they promise is read here. The index of
// the other containers promises a duration; Matroska's is that of its longest track, so there a shorter sound counts
// as cut only when the decoder complained as well.
double promised_duration(const fs::path& media, const MediaFacts& facts, const Sound& sound,
                         const DecodeReport& report) {
  if (facts.container == "wav" || facts.container == "avi")
    return sound.duration_s * static_cast<double>(promised_riff_bytes(media)) /
           static_cast<double>(std::max<std::uint64_t>(facts.bytes, 1));
  if (report.duration_is_estimated()) return 0;
  if (facts.container.contains("matroska") && !report.complained()) return 0;
  return facts.declared_duration_s;
}

bool is_cut_short(double promised_s, double duration_s) {
  return promised_s - duration_s > std::max(2.0, 0.02 * promised_s);
}

std::unexpected<Error> nothing_heard(const Finished& finished) {
  return failure(Fault::unreadable_media, "no sound could be decoded from this file",
                 "It may be damaged or not what its name says. Export or download it again, then choose it again.",
                 fmt::format("exit {}: {}", finished.exit_code, finished.error_tail));
}

// SIGKILL and SIGTERM that we did not send come from the system or its keeper, mostly for want of memory.
bool was_killed_from_outside(const Finished& finished) {
  return finished.exit_code == 137 || finished.exit_code == 143;
}

// Runs ffmpeg to its end, or to the first trouble on our side. On success at least one sample was taken in.
Result<Finished> decode(const Command& command, Intake& intake, DecodeReport& report, std::stop_token stop) {
  Done taken;
  std::stop_source ending;
  const std::stop_callback forward(std::move(stop), [&ending] { ending.request_stop(); });
  const Streams streams{.on_output =
                            [&](std::span<const char> bytes) {
                              if (taken) taken = intake.add(bytes);
                              if (!taken) ending.request_stop();
                            },
                        .on_error_line = [&](std::string_view line) { report.read(line); }};
  auto finished = run(command, streams, ending.get_token());
  if (!taken) return failure(taken.error());
  if (!finished) return finished;
  if (was_killed_from_outside(*finished))
    return failure(Fault::unavailable, "the system ended the reading of the file, perhaps for lack of memory",
                   "Try again when the machine is less busy.", finished->error_tail);
  if (intake.is_empty()) return nothing_heard(*finished);
  return finished;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): the fifth parameter is the way to stop it, not another thing to know.
Result<Sound> extract_sound(const fs::path& media, const MediaFacts& facts, const fs::path& wav,
                            const std::function<void(double)>& heard, std::stop_token stop) {
  if (!facts.sound)
    return failure(Fault::unreadable_media, "this file has no sound track",
                   "Export it again with sound, or choose another file.");
  PODPROMO_TRY(writer, WavWriter::begin(wav));
  Intake intake(std::move(writer), *facts.sound, heard);
  DecodeReport report;
  const Command command{.program = "ffmpeg",
                        .arguments = extract_arguments(media, *facts.sound),
                        .limits = limits_for(facts),
                        .jail = Jail{.reads = {media}}};
  PODPROMO_TRY(finished, decode(command, intake, report, std::move(stop)));

  PODPROMO_TRY(sound, intake.finish());
  sound.loudness_lufs = report.loudness_lufs();
  const double promised_s = promised_duration(media, facts, sound, report);
  sound.cut_short = finished.exit_code != 0 || is_cut_short(promised_s, sound.duration_s);
  return sound;
}

}  // namespace podpromo
