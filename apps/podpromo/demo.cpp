#include "demo.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "demo_script.hpp"
#include "process/run.hpp"

namespace podpromo {

namespace {

constexpr int kRateHz = 16000;

Done run_or_fail(const Command& command, const Streams& streams, const std::stop_token& stop) {
  PODPROMO_TRY(finished, run(command, streams, stop));
  if (finished.exit_code == 0) return {};
  return failure(Fault::unavailable, fmt::format("the program {} could not make the demo episode", command.program),
                 "Run scripts/setup, or give an episode of your own: podpromo clip FILE.", finished.error_tail);
}

// Her voice is louder than his by 5.5 dB as flite speaks them; nobody should have to turn the volume.
constexpr float kHostGain = 0.53F;

void make_softer(std::string& samples, float gain) {
  for (std::size_t at = 0; at + 1 < samples.size(); at += 2) {
    std::int16_t sample = 0;
    std::memcpy(&sample, samples.data() + at, sizeof sample);
    sample = static_cast<std::int16_t>(std::lround(static_cast<float>(sample) * gain));
    std::memcpy(samples.data() + at, &sample, sizeof sample);
  }
}

// The samples behind a WAV header of flite, which puts them last.
Result<std::string> samples_of(const fs::path& wav) {
  PODPROMO_TRY(bytes, read_whole(wav));
  const auto data = bytes.find("data");
  if (data == std::string::npos || data + 8 > bytes.size())
    return failure(Fault::unavailable, "the program flite made a sound file that can't be read",
                   "Check that the package flite is installed.");
  return bytes.substr(data + 8);
}

Result<std::string> spoken(const ScriptLine& line, const fs::path& scratch, const std::stop_token& stop) {
  const std::string voice = line.voice == ScriptLine::Voice::host ? "slt" : "rms";
  const Command flite{.program = "flite",
                      .arguments = {"-voice", voice, "-t", std::string(line.text), "-o", scratch.string()},
                      .limits = {.deadline = std::chrono::seconds(60)}};
  PODPROMO_TRY(run_or_fail(flite, {}, stop));
  return samples_of(scratch);
}

Result<std::string> spoken_script(const fs::path& scratch, const std::stop_token& stop) {
  std::string sound;
  for (const ScriptLine& line : demo_script()) {
    PODPROMO_TRY(samples, spoken(line, scratch, stop));
    if (line.voice == ScriptLine::Voice::host) make_softer(samples, kHostGain);
    sound += samples;
    sound.append(static_cast<std::size_t>(line.pause_s * kRateHz) * 2, '\0');
  }
  return sound;
}

}  // namespace

Done make_demo_episode(const fs::path& target, std::stop_token stop) {
  std::error_code error;
  if (fs::is_regular_file(target, error)) return {};
  PODPROMO_TRY(draft, Draft::begin(target));
  const fs::path scratch = draft.path().string() + ".wav";
  auto sound = spoken_script(scratch, stop);
  fs::remove(scratch, error);
  if (!sound) return failure(std::move(sound).error());
  std::string_view left = *sound;
  const Streams streams{.input = [&](std::span<char> room) {
    const std::size_t count = std::min(room.size(), left.size());
    std::memcpy(room.data(), left.data(), count);
    left.remove_prefix(count);
    return count;
  }};
  const Command ffmpeg{.program = "ffmpeg",
                       .arguments = {"-v",        "error",
                                     "-f",        "s16le",
                                     "-ar",       std::to_string(kRateHz),
                                     "-ac",       "1",
                                     "-i",        "pipe:0",
                                     "-ar",       "44100",
                                     "-b:a",      "96k",
                                     "-metadata", "title=Bees, bread and doing nothing",
                                     "-metadata", "album=The Long Way Round",
                                     "-metadata", "artist=Ana and Tom",
                                     "-f",        "mp3",
                                     "-y",        draft.path().string()},
                       .limits = {.deadline = std::chrono::minutes(5)},
                       .jail = Jail{.writes = {draft.path()}}};
  PODPROMO_TRY(run_or_fail(ffmpeg, streams, stop));
  return draft.keep();
}

}  // namespace podpromo
