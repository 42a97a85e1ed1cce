// A package somebody wants to import: whatever it says about names and sizes, it writes where it may and no more.
#include "models/wheel.hpp"

#include <array>

#include "fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  static MemoryFile file;
  static const fs::path into = memory_folder() / "into";
  const std::string_view bytes = text_of(data, size);
  file.hold(bytes);
  promise(looks_like_a_wheel(file.path()) == bytes.starts_with("PK\x03\x04"), "a zip is told by how it begins");
  std::error_code error;
  fs::create_directory(into, error);
  const std::array wheels{file.path()};
  std::uint64_t told = 0;
  const auto unpacked = unpack_wheels({wheels, into}, [&](const ModelStep& step) {
    promise(step.done >= told && step.done <= step.total, "what is told grows to its end");
    told = step.done;
  });
  std::uint64_t written = 0;
  for (const auto& entry : fs::directory_iterator(into)) {
    promise(entry.is_regular_file() && !entry.is_symlink(), "nothing but files comes out");
    const std::string name = entry.path().filename();
    promise(name == "model.bin" || name == "vocabulary.txt" || name == "vocabulary.json" || name == "ggml.bin",
            "and under our names alone");
    written += entry.file_size();
    fs::remove(entry.path(), error);
  }
  promise(written <= told, "nothing is written that wasn't counted");
  if (unpacked) promise(written == told, "and all of it when it went well");
  promise(std::distance(fs::directory_iterator(memory_folder()), {}) == 1, "nothing is written elsewhere");
  return 0;
}
