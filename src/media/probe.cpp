#include "media/probe.hpp"

#include "media/decode_report.hpp"
#include "media/run_ffmpeg.hpp"
#include "media/sniff.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr auto kMostPixels = "33177600";  // 7680 x 4320

std::string accepted_demuxers() {
  std::string names;
  for (const MediaType& type : accepted_media_types())
    if (!names.contains(type.demuxer)) names += (names.empty() ? "" : ",") + std::string(type.demuxer);
  return names;
}

Result<std::string> first_bytes(const fs::path& file) {
  // Without blocking, so that a pipe nobody writes to doesn't hold us up before we see that it is no file.
  const FileDescriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts{};
  if (in && ::fstat(in.get(), &facts) == 0 && !S_ISREG(facts.st_mode))
    return failure(Fault::bad_request, "this is not a file", "Name a media file, not a folder.");
  std::string bytes(kSniffBytes, '\0');
  const ssize_t got = in ? ::read(in.get(), bytes.data(), bytes.size()) : -1;
  if (got < 0 && errno == ENOENT)
    return failure(Fault::not_found, "the media file is not there", "Check its name, or choose it again.");
  if (got < 0) return failure(system_error("read the media file", errno));
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

std::unexpected<Error> not_ours(std::string detail) {
  return failure(Fault::unsupported_media, "this is not a kind of media file PodPromo takes",
                 fmt::format("Choose one of these: {}.", accepted_extensions_text()), std::move(detail));
}

// `kind` is what the first bytes say the file is, empty when they say nothing.
std::unexpected<Error> why_it_failed(const Finished& finished, std::string_view kind) {
  const std::string& said = finished.error_tail;
  if (kind.empty() || said.contains("not on whitelist")) return not_ours(said);
  if (said.contains("moov atom not found"))
    return failure(Fault::unreadable_media, "the file is incomplete: its index is missing",
                   "The recording or the transfer was cut off. Copy or export it again, then choose it again.", said);
  return failure(Fault::unreadable_media, fmt::format("the file begins like {} but can't be read", kind),
                 "It may be damaged or incomplete. Copy or export it again, then choose it again.", said);
}

}  // namespace

std::vector<std::string> guarded_input(const fs::path& file) {
  return {"-protocol_whitelist",
          "file",
          "-format_whitelist",
          accepted_demuxers(),
          "-max_pixels",
          kMostPixels,
          "-i",
          "file:" + fs::absolute(file).string()};
}

std::vector<std::string> probe_arguments(const fs::path& file) {
  std::vector<std::string> arguments{"-hide_banner", "-loglevel",    "warning",      "-print_format",
                                     "json",         "-show_format", "-show_streams"};
  append(arguments, guarded_input(file));
  return arguments;
}

std::unexpected<Error> too_long() {
  return failure(Fault::too_large, "the episode is longer than 24 hours", "Cut it into parts and use one of them.");
}

Result<MediaFacts> probe(const fs::path& file, std::stop_token stop) {
  PODPROMO_TRY(beginning, first_bytes(file));
  if (beginning.empty())
    return failure(Fault::unreadable_media, "the file is empty", "Copy or export it again, then choose it again.");
  const std::string_view kind = media_kind(beginning).value_or(std::string_view());
  // A guess from the first bytes' rate is no reason to refuse; the decoder counts.
  bool is_guess = false;
  const Streams streams{.on_error_line = [&](std::string_view line) { is_guess |= line.contains(kDurationIsGuess); }};
  PODPROMO_TRY(finished, ask_ffprobe(probe_arguments(file), file, streams, stop));
  if (finished.exit_code != 0) return why_it_failed(finished, kind);
  auto facts = facts_from_probe(finished.output);
  if (!facts && kind.empty()) return not_ours(facts.error().detail + finished.error_tail);
  if (facts && !is_guess && facts->declared_duration_s > kLongestEpisodeS) return too_long();
  return facts;
}

}  // namespace podpromo
