// Stands between a program and the C library (LD_PRELOAD) and does what disks do on their worst day: refuses a change
// of what lies under one folder, or ends the process right before it; moves the wall clock; and writes down every
// change, sync and answer in the order they happened. It lets nobody yield to others. What it is to do stands in a page
// of shared memory (FAULT_PAGE names its file), which the harness changes while the program runs.
// tests/crash/faults/layer.py is the other end.
#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <string>

namespace {

enum Change : std::uint32_t {
  kOpen = 1,
  kWrite = 2,
  kSync = 4,
  kRename = 8,
  kRemove = 16,
  kFolder = 32,
  kTruncate = 64
};

// The layout is the harness's too.
struct Page {
  std::uint32_t armed;                 // changes that count
  std::uint32_t error;                 // errno they fail with; 0 = the process is killed
  std::uint64_t first;                 // the first change that is hit, counted from 1
  std::uint64_t last;                  // the last one
  std::atomic<std::uint64_t> counted;  // changes so far
  std::atomic<std::uint64_t> hit;
  std::int64_t clock_shift_ns;  // added to the wall clock
  std::int32_t victim;          // who is killed; children stop
  std::uint32_t recording;
  char under[512];  // the folder
};

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

Page* page() {
  static Page* const shared = []() -> Page* {
    const char* name = std::getenv("FAULT_PAGE");
    const long file = name == nullptr ? -1 : ::syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* at = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int>(file), 0);
    ::syscall(SYS_close, file);
    return at == MAP_FAILED ? nullptr : static_cast<Page*>(at);
  }();
  return shared;
}

bool asleep() { return page() == nullptr || (page()->armed == 0 && page()->recording == 0); }

std::string path_of(int file) {
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  std::string path(4096, '\0');
  const auto length = ::readlink(link.c_str(), path.data(), path.size());
  path.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  return path;
}

std::string path_at(int folder, const char* name) {
  if (name[0] == '/') return name;
  if (folder != AT_FDCWD) return path_of(folder) + "/" + name;
  std::string here(4096, '\0');
  if (::getcwd(here.data(), here.size()) == nullptr) return name;
  here.resize(std::strlen(here.c_str()));
  return here + "/" + name;
}

bool is_under(const std::string& path) {
  const std::size_t length = std::strlen(page()->under);
  return path.compare(0, length, page()->under) == 0 && (path.size() == length || path[length] == '/');
}

// True when this change is to fail; then errno says how. Doesn't return when the process is to end here.
bool strikes(Change change, const std::string& path) {
  Page& rules = *page();
  if ((rules.armed & change) == 0 || !is_under(path)) return false;
  const std::uint64_t number = ++rules.counted;
  if (number < rules.first || number > rules.last) return false;
  ++rules.hit;
  if (rules.error == 0) {
    ::kill(rules.victim, SIGKILL);
    for (;;) ::pause();
  }
  errno = static_cast<int>(rules.error);
  return true;
}

struct Noted {
  char kind;
  std::string_view path;
  std::string_view other = {};
  std::int64_t offset = 0;
  std::string_view bytes = {};
};

void append(std::string& to, const void* value, std::size_t size) { to.append(static_cast<const char*>(value), size); }

// One record in the journal of this process, in one write, so that threads don't mix theirs.
void note(const Noted& noted) {
  if (page()->recording == 0) return;
  static const long journal = [] {
    const char* name = std::getenv("FAULT_JOURNAL");
    return name == nullptr ? -1L
                           : ::syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  }();
  if (journal < 0) return;
  std::string record;
  const std::uint32_t sizes[3] = {static_cast<std::uint32_t>(noted.path.size()),
                                  static_cast<std::uint32_t>(noted.other.size()),
                                  static_cast<std::uint32_t>(noted.bytes.size())};
  record += noted.kind;
  append(record, sizes, sizeof sizes);
  append(record, &noted.offset, sizeof noted.offset);
  record.append(noted.path).append(noted.other).append(noted.bytes);
  ::syscall(SYS_write, journal, record.data(), record.size());
}

// Holds changes of the folder in the order of their records.
std::mutex& order() {
  static std::mutex mutex;
  return mutex;
}

void note_write(const std::string& path, off_t offset, const void* bytes, ssize_t wrote) {
  if (wrote > 0) note({'W', path, {}, offset, {static_cast<const char*>(bytes), static_cast<std::size_t>(wrote)}});
}

template <typename Open>
int opened(int folder, const char* name, int flags, Open open) {
  if (asleep() || ((flags & (O_WRONLY | O_RDWR | O_CREAT)) == 0)) return open();
  const std::string path = path_at(folder, name);
  if ((flags & O_CREAT) != 0 && strikes(kOpen, path)) return -1;
  if (!is_under(path)) return open();
  const std::lock_guard lock(order());
  const int file = open();
  if (file >= 0) note({'C', path, {}, (flags & O_TRUNC) != 0 ? 1 : 0});
  return file;
}

mode_t mode_in(int flags, va_list rest) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; }

template <typename Write>
ssize_t written(int file, const void* bytes, off_t offset, Write write) {
  if (asleep()) return write();
  const std::string path = path_of(file);
  if (strikes(kWrite, path)) return -1;
  if (!is_under(path)) return write();
  const std::lock_guard lock(order());
  const bool at_end = offset < 0 && (::fcntl(file, F_GETFL) & O_APPEND) != 0;
  const off_t at = offset >= 0 ? offset : ::lseek(file, 0, at_end ? SEEK_END : SEEK_CUR);
  const ssize_t wrote = write();
  note_write(path, at, bytes, wrote);
  return wrote;
}

template <typename Sync>
int synced(int file, Sync sync) {
  if (asleep()) return sync();
  const std::string path = path_of(file);
  if (strikes(kSync, path)) return -1;
  const std::lock_guard lock(order());
  const int done = sync();
  if (done == 0 && is_under(path)) note({'S', path});
  return done;
}

// A change of names: of one path, or from one to another.
template <typename Act>
int changed(Change change, Noted noted, Act act) {
  if (strikes(change, std::string(noted.path))) return -1;
  if (!is_under(std::string(noted.path))) return act();
  const std::lock_guard lock(order());
  const int done = act();
  if (done == 0) note(noted);
  return done;
}

}  // namespace

#define NEXT(name) static const auto real = next<decltype(&name)>(#name)

extern "C" {

int open(const char* name, int flags, ...) {
  NEXT(open);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return opened(AT_FDCWD, name, flags, [&] { return real(name, flags, mode); });
}
int open64(const char* name, int flags, ...) {
  NEXT(open64);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return opened(AT_FDCWD, name, flags, [&] { return real(name, flags, mode); });
}
int openat(int folder, const char* name, int flags, ...) {
  NEXT(openat);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return opened(folder, name, flags, [&] { return real(folder, name, flags, mode); });
}

ssize_t write(int file, const void* bytes, size_t size) {
  NEXT(write);
  return written(file, bytes, -1, [&] { return real(file, bytes, size); });
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  NEXT(pwrite);
  return written(file, bytes, offset, [&] { return real(file, bytes, size, offset); });
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  NEXT(pwrite64);
  return written(file, bytes, offset, [&] { return real(file, bytes, size, offset); });
}

int fsync(int file) {
  NEXT(fsync);
  return synced(file, [&] { return real(file); });
}
int fdatasync(int file) {
  NEXT(fdatasync);
  return synced(file, [&] { return real(file); });
}

int ftruncate(int file, off_t size) noexcept {
  NEXT(ftruncate);
  if (asleep()) return real(file, size);
  const std::string path = path_of(file);
  return changed(kTruncate, {'T', path, {}, size}, [&] { return real(file, size); });
}
int ftruncate64(int file, off64_t size) noexcept {
  NEXT(ftruncate64);
  if (asleep()) return real(file, size);
  const std::string path = path_of(file);
  return changed(kTruncate, {'T', path, {}, size}, [&] { return real(file, size); });
}

int rename(const char* from, const char* to) noexcept {
  NEXT(rename);
  if (asleep()) return real(from, to);
  const std::string path = path_at(AT_FDCWD, from), other = path_at(AT_FDCWD, to);
  return changed(kRename, {'R', path, other}, [&] { return real(from, to); });
}
int link(const char* from, const char* to) noexcept {
  NEXT(link);
  if (asleep()) return real(from, to);
  const std::string path = path_at(AT_FDCWD, from), other = path_at(AT_FDCWD, to);
  return changed(kRename, {'L', path, other}, [&] { return real(from, to); });
}
int unlink(const char* name) noexcept {
  NEXT(unlink);
  if (asleep()) return real(name);
  const std::string path = path_at(AT_FDCWD, name);
  return changed(kRemove, {'U', path}, [&] { return real(name); });
}
int remove(const char* name) noexcept {
  NEXT(remove);
  if (asleep()) return real(name);
  const std::string path = path_at(AT_FDCWD, name);
  return changed(kRemove, {'U', path}, [&] { return real(name); });
}
int unlinkat(int folder, const char* name, int flags) noexcept {
  NEXT(unlinkat);
  if (asleep()) return real(folder, name, flags);
  const std::string path = path_at(folder, name);
  return changed(kRemove, {'U', path}, [&] { return real(folder, name, flags); });
}
int mkdir(const char* name, mode_t mode) noexcept {
  NEXT(mkdir);
  if (asleep()) return real(name, mode);
  const std::string path = path_at(AT_FDCWD, name);
  return changed(kFolder, {'M', path}, [&] { return real(name, mode); });
}

// Answers: what the server says to whom it serves. Their beginnings are enough to know what was acknowledged.
ssize_t sendmsg(int socket, const msghdr* message, int flags) {
  NEXT(sendmsg);
  if (!asleep() && page()->recording != 0) {
    std::string said;
    for (std::size_t i = 0; i < message->msg_iovlen && said.size() < 4096; ++i)
      said.append(static_cast<const char*>(message->msg_iov[i].iov_base), message->msg_iov[i].iov_len);
    const std::lock_guard lock(order());
    note({'A', {}, {}, 0, std::string_view(said).substr(0, 4096)});
  }
  return real(socket, message, flags);
}
ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  NEXT(send);
  if (!asleep() && page()->recording != 0) {
    const std::lock_guard lock(order());
    note({'A', {}, {}, 0, {static_cast<const char*>(bytes), std::min<std::size_t>(size, 4096)}});
  }
  return real(socket, bytes, size, flags);
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  NEXT(clock_gettime);
  const int done = real(clock, time);
  if (done != 0 || clock != CLOCK_REALTIME || page() == nullptr || page()->clock_shift_ns == 0) return done;
  const std::int64_t moved = time->tv_sec * 1'000'000'000L + time->tv_nsec + page()->clock_shift_ns;
  *time = {moved / 1'000'000'000L, moved % 1'000'000'000L};
  return 0;
}
time_t time(time_t* at) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (at != nullptr) *at = now.tv_sec;
  return now.tv_sec;
}
int gettimeofday(timeval* at, void*) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  *at = {now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

// Courtesy would make the tests wait for whatever else runs on this machine; it is not what they are about.
int setpriority(__priority_which_t, id_t, int) noexcept { return 0; }
int sched_setscheduler(pid_t, int, const sched_param*) noexcept { return 0; }

}  // extern "C"
