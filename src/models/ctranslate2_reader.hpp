#pragma once

#include "base/result.hpp"
#include "models/byte_file.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The number types of a CTranslate2 file, with its own numbering.
enum class Ct2Type : std::uint8_t { float32 = 0, int8 = 1, int16 = 2, int32 = 3, float16 = 4 };

// A tensor in the file: its shape, and where its numbers lie. `bytes` is always what shape and type make.
struct Ct2Variable {
  std::vector<std::uint32_t> dims;
  Ct2Type type = Ct2Type::float32;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

// The "model.bin" of a Whisper model in CTranslate2 form (binary version 6, spec "WhisperSpec"), as faster-whisper
// uses it. The file is taken for hostile: every length is checked against the file before it is used, and opening
// reads names and shapes only, so memory doesn't follow what the file claims.
class Ct2Model {
 public:
  // Fails with bad_request when it isn't such a file, with a reason of its own when it is a quantised one.
  static Result<Ct2Model> open(const fs::path& model_bin);

  // By name or alias; null when there is none.
  const Ct2Variable* find(std::string_view name) const;
  // `count` bytes of the variable from its byte `first` on; both lie within the variable.
  Result<std::vector<char>> read(const Ct2Variable& variable, std::uint64_t first, std::uint64_t count) const;
  // A variable of rank 0 as a whole number; fails with bad_request when it isn't one.
  Result<int> whole_number(std::string_view name) const;

 private:
  explicit Ct2Model(ByteFile file) : file_(std::move(file)) {}
  Done read_variables(ByteCursor& cursor);
  Done read_aliases(ByteCursor& cursor);

  ByteFile file_;
  std::map<std::string, Ct2Variable, std::less<>> variables_;
};

}  // namespace podpromo
