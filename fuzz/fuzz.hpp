#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "base/durable.hpp"

namespace podpromo {

// What comes in, as text. A target keeps its promises for every text there is.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A broken promise is a crash, and libFuzzer keeps the input that broke it.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

// Chance that hangs on the input alone, so that an input which broke a promise breaks it again.
inline std::minstd_rand chance_of(std::string_view text) {
  return std::minstd_rand(static_cast<std::minstd_rand::result_type>(std::hash<std::string_view>{}(text)));
}

// Takes the text up to the next line feed from the front of `text`.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// A file in memory for readers that want a name. It is one file for the whole run, written anew each time.
class MemoryFile {
 public:
  const fs::path& path() const { return path_; }
  void hold(std::string_view bytes) {
    clear();
    add(bytes);
  }
  void clear() {
    at_ = 0;
    promise(::ftruncate(file_, 0) == 0, "the memory file can be emptied");
  }
  void add(std::string_view bytes) {
    const auto wrote = ::pwrite(file_, bytes.data(), bytes.size(), at_);
    promise(wrote == static_cast<ssize_t>(bytes.size()), "the memory file can be written");
    at_ += wrote;
  }
  // Zeros, which cost nothing.
  void skip(std::size_t bytes) {
    at_ += static_cast<off_t>(bytes);
    promise(::ftruncate(file_, at_) == 0, "the memory file can grow");
  }

 private:
  int file_ = ::memfd_create("fuzz", MFD_CLOEXEC);
  fs::path path_ = "/proc/self/fd/" + std::to_string(file_);
  off_t at_ = 0;
};

// A folder in memory for the whole run, removed by whoever started it.
inline const fs::path& memory_folder() {
  static const fs::path folder = [] {
    std::string name = "/dev/shm/podpromo-fuzz-XXXXXX";
    promise(::mkdtemp(name.data()) != nullptr, "there is a folder in memory");
    return fs::path(name);
  }();
  return folder;
}

}  // namespace podpromo

// What libFuzzer calls (https://llvm.org/docs/LibFuzzer.html).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
