#include "progress/progress_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "progress/answers.hpp"

namespace podpromo {

namespace {

// Ten times what the longest detail makes of it.
constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr int kMostSetAside = 9;
constexpr std::size_t kMostRemembered = 4096;
// A file that was just written may be written again without its time of change telling.
constexpr std::chrono::seconds kSettled{1};

std::chrono::system_clock::time_point changed_at(const struct stat& facts) {
  using namespace std::chrono;
  return system_clock::time_point(
      duration_cast<system_clock::duration>(seconds(facts.st_mtim.tv_sec) + nanoseconds(facts.st_mtim.tv_nsec)));
}

std::string mark_of(const struct stat& facts) {
  return fmt::format("{}:{}:{}:{}.{}", facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim.tv_sec,
                     facts.st_mtim.tv_nsec);
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

Result<ProgressFiles::Found> ProgressFiles::read(const EpisodeId& id, const fs::path& file) {
  struct stat facts{};
  const bool there = ::stat(file.c_str(), &facts) == 0;
  const std::string mark = there ? mark_of(facts) : std::string();
  if (there) {
    const std::lock_guard lock(mutex_);
    if (const auto it = known_.find(id); it != known_.end() && it->second.mark == mark) return Found{it->second.shown};
  }
  PODPROMO_TRY(stored, read_progress_file(file));
  if (!stored.progress) return Found{.damaged = stored.damaged};
  auto shown = std::make_shared<const Snapshot>(Snapshot{*stored.progress, known_answer(id, *stored.progress)});
  if (there && std::chrono::system_clock::now() - changed_at(facts) > kSettled) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMostRemembered) known_.clear();
    known_.insert_or_assign(id, Known{mark, shown});
  }
  return Found{std::move(shown)};
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
