#pragma once

#include "base/durable.hpp"
#include "models/ctranslate2_reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Writes files in CTranslate2 form for tests, byte by byte as its documentation has them, without our reader.
class SyntheticCt2 {
 public:
  struct Tensor {
    std::string name;
    std::vector<std::uint32_t> dims;
    Ct2Type type = Ct2Type::float32;
    std::string bytes;
  };

  // float32 numbers first, first + 1, first + 2 …, as many as the shape has room for.
  void count_up(const std::string& name, const std::vector<std::uint32_t>& dims, float first);
  void add(Tensor tensor) { tensors_.push_back(std::move(tensor)); }
  void whole_number(const std::string& name, std::int16_t value);
  void alias(const std::string& alias, const std::string& name) { aliases_.emplace_back(alias, name); }

  std::string bytes(std::uint32_t version = 6, const std::string& spec = "WhisperSpec") const;

 private:
  std::vector<Tensor> tensors_;
  std::vector<std::pair<std::string, std::string>> aliases_;
};

std::string number_bytes(std::uint64_t value, int width);

inline constexpr std::uint32_t kSyntheticWidth = 2;

// A Whisper model of one layer a side and a width of two, in float32, which knows English only. All its tokens are "a".
SyntheticCt2 synthetic_whisper();
// Its vocabulary.txt.
std::string synthetic_vocabulary();
// Writes both as a folder that can be imported.
void write_synthetic_whisper(const fs::path& folder);

}  // namespace podpromo
