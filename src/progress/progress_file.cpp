#include "progress/progress_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>

namespace podpromo {

namespace {

// Ten times what the longest detail makes of it.
constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr int kMostSetAside = 9;

std::chrono::system_clock::time_point changed_at(const struct stat& facts) {
  using namespace std::chrono;
  return system_clock::time_point(
      duration_cast<system_clock::duration>(seconds(facts.st_mtim.tv_sec) + nanoseconds(facts.st_mtim.tv_nsec)));
}

bool is_absence(int error_number) { return error_number == ENOENT || error_number == ENOTDIR; }

}  // namespace

Result<StoredProgress> read_progress_file(const fs::path& file) {
  struct stat facts{};
  if (::stat(file.c_str(), &facts) != 0) {
    if (is_absence(errno)) return StoredProgress{};
    return failure(system_error("read the progress", errno));
  }
  // A pipe would make the reader wait for ever; a folder can't be read either.
  if (!S_ISREG(facts.st_mode)) return StoredProgress{.damaged = true};
  const auto text = read_whole(file, kLargestFile);
  if (!text) {
    if (text.error().fault == Fault::not_found) return StoredProgress{};
    if (text.error().fault == Fault::too_large) return StoredProgress{.damaged = true};
    return failure(text.error());
  }
  auto progress = parse_progress(*text, changed_at(facts));
  if (!progress) return StoredProgress{.damaged = true};
  return StoredProgress{.progress = *std::move(progress)};
}

void set_aside(const fs::path& file) {
  std::error_code error;
  for (int n = 1; n <= kMostSetAside; ++n) {
    const fs::path place = file.string() + ".corrupt-" + std::to_string(n);
    if (n < kMostSetAside && fs::exists(fs::symlink_status(place, error))) continue;
    fs::rename(file, place, error);
    return;
  }
}

}  // namespace podpromo
