#include "base/durable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <regex>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace podpromo {

namespace {

std::string name_for_people(const fs::path& file) { return file.filename().string(); }

// Unique among all drafts of this process, and among processes by the process id.
std::string draft_suffix() {
  static std::atomic<unsigned> counter{0};
  return fmt::format(".{}-{}.draft", ::getpid(), counter.fetch_add(1));
}

bool is_draft(const fs::path& file) {
  static const std::regex kDraft(R"(.+\.\d+-\d+\.draft)");
  return std::regex_match(file.filename().string(), kDraft);
}

// What can't be looked at can't be tidied up either; the next start tries again.
template <typename Iterator>
void remove_drafts_in(const fs::path& folder) {
  std::error_code error;
  for (Iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (is_draft(it->path())) ::unlink(it->path().c_str());
}

}  // namespace

Result<Draft> Draft::begin(fs::path target) {
  PODPROMO_TRY(make_folder(target.parent_path()));
  fs::path draft = target;
  // Behind the extension, so whoever writes by the draft's name is told the format and left to guess nothing.
  draft += draft_suffix();
  FileDescriptor file(::open(draft.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return failure(system_error("write " + name_for_people(target), errno));
  return Draft(std::move(target), std::move(draft), std::move(file));
}

Draft::Draft(fs::path target, fs::path draft, FileDescriptor file)
    : target_(std::move(target)), draft_(std::move(draft)), file_(std::move(file)) {}

Draft::Draft(Draft&& other) noexcept
    : target_(std::move(other.target_)), draft_(std::exchange(other.draft_, {})), file_(std::move(other.file_)) {}

Draft::~Draft() {
  if (!draft_.empty()) ::unlink(draft_.c_str());
}

Done Draft::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file_.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure(system_error("write " + name_for_people(target_), errno));
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Done Draft::keep() {
  // A child may have replaced or rewritten the file by name, so the sync goes by name too.
  const FileDescriptor written(::open(draft_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!written || ::fsync(written.get()) != 0) return failure(system_error("save " + name_for_people(target_), errno));
  if (::rename(draft_.c_str(), target_.c_str()) != 0)
    return failure(system_error("save " + name_for_people(target_), errno));
  draft_.clear();
  return sync_folder(target_.parent_path());
}

Done write_durably(const fs::path& file, std::string_view bytes) {
  PODPROMO_TRY(draft, Draft::begin(file));
  PODPROMO_TRY(draft.write(bytes));
  return draft.keep();
}

Result<std::string> read_whole(const fs::path& file, std::size_t limit) {
  const FileDescriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts{};
  if (!in || ::fstat(in.get(), &facts) != 0) return failure(system_error("read " + name_for_people(file), errno));
  if (!S_ISREG(facts.st_mode)) return failure(Fault::not_found, name_for_people(file) + " is not a file");
  if (static_cast<std::size_t>(facts.st_size) > limit)
    return failure(Fault::too_large, name_for_people(file) + " is too large to be read");
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(in.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(system_error("read " + name_for_people(file), errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Done make_folder(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> missing;
  for (fs::path at = folder; !at.empty() && !fs::exists(at, error); at = at.parent_path()) missing.push_back(at);
  if (missing.empty()) return {};
  fs::create_directories(folder, error);
  if (error) return failure(system_error("make the folder " + name_for_people(folder), error.value()));
  for (const fs::path& made : missing) PODPROMO_TRY(sync_folder(made.parent_path()));
  return {};
}

Done sync_folder(const fs::path& folder) {
  const fs::path place = folder.empty() ? fs::path(".") : folder;
  const FileDescriptor opened(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0)
    return failure(system_error("save the folder " + name_for_people(place), errno));
  return {};
}

void remove_drafts(const fs::path& folder) { remove_drafts_in<fs::directory_iterator>(folder); }
void remove_drafts_below(const fs::path& folder) { remove_drafts_in<fs::recursive_directory_iterator>(folder); }

}  // namespace podpromo
