#include "models/ctranslate2_reader.hpp"

#include <cstring>
#include <optional>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::uint32_t kVersion = 6;
constexpr std::string_view kSpec = "WhisperSpec";
constexpr std::uint32_t kMostVariables = 1 << 14;  // the largest Whisper has about 1,100
constexpr std::uint8_t kMostDims = 4;

// A length of two bytes that counts a final NUL, then the text.
Result<std::string> read_name(ByteCursor& cursor) {
  PODPROMO_TRY(length, cursor.number<std::uint16_t>());
  PODPROMO_TRY(name, cursor.text(length));
  if (name.empty() || name.back() != '\0') return damaged_model("a name doesn't end with NUL");
  name.pop_back();
  return name;
}

std::optional<std::uint64_t> bytes_per_number(Ct2Type type) {
  switch (type) {
    case Ct2Type::float32:
    case Ct2Type::int32: return 4;
    case Ct2Type::int16:
    case Ct2Type::float16: return 2;
    case Ct2Type::int8: return 1;
  }
  return std::nullopt;
}

Result<Ct2Variable> read_variable(ByteCursor& cursor) {
  Ct2Variable variable;
  PODPROMO_TRY(rank, cursor.number<std::uint8_t>());
  if (rank > kMostDims) return damaged_model(fmt::format("a tensor has {} dimensions", rank));
  std::uint64_t numbers = 1;
  for (int i = 0; i < rank; ++i) {
    PODPROMO_TRY(dim, cursor.number<std::uint32_t>());
    variable.dims.push_back(dim);
    if (__builtin_mul_overflow(numbers, dim, &numbers)) return damaged_model("a tensor's shape is impossible");
  }
  PODPROMO_TRY(type, cursor.number<std::uint8_t>());
  variable.type = static_cast<Ct2Type>(type);
  const auto width = bytes_per_number(variable.type);
  if (!width)
    return failure(Fault::bad_request, "the model uses a kind of number that PodPromo doesn't convert",
                   "Import a float16 or float32 model.", fmt::format("CTranslate2 type {}", type));
  PODPROMO_TRY(bytes, cursor.number<std::uint32_t>());
  variable.bytes = bytes;
  variable.offset = cursor.position();
  std::uint64_t expected = 0;
  if (__builtin_mul_overflow(numbers, *width, &expected) || expected != variable.bytes)
    return damaged_model("a tensor's shape and size disagree");
  PODPROMO_TRY(cursor.skip(variable.bytes));
  return variable;
}

bool is_quantised(std::string_view name, const Ct2Variable& variable) {
  if (name.ends_with("/weight_scale")) return true;
  const bool whole = variable.type == Ct2Type::int8 || variable.type == Ct2Type::int16;
  return whole && variable.dims.size() >= 2;
}

}  // namespace

Result<Ct2Model> Ct2Model::open(const fs::path& model_bin) {
  PODPROMO_TRY(file, ByteFile::open(model_bin));
  Ct2Model model(std::move(file));
  ByteCursor cursor(model.file_);
  PODPROMO_TRY(version, cursor.number<std::uint32_t>());
  if (version != kVersion)
    return failure(Fault::bad_request, "this is not a CTranslate2 model of the kind PodPromo reads",
                   "Import a Whisper model as faster-whisper uses it, or a ggml file.",
                   fmt::format("binary version {}, not {}", version, kVersion));
  PODPROMO_TRY(spec, read_name(cursor));
  if (spec != kSpec)
    return failure(Fault::bad_request, "this CTranslate2 model is not a Whisper model",
                   "Import a Whisper model; others can't recognise speech here.");
  PODPROMO_TRY(revision, cursor.number<std::uint32_t>());
  static_cast<void>(revision);  // the variables' names and shapes are what counts, and they are checked one by one
  PODPROMO_TRY(model.read_variables(cursor));
  PODPROMO_TRY(model.read_aliases(cursor));
  if (cursor.left() != 0) return damaged_model("something follows its end");
  return model;
}

Done Ct2Model::read_variables(ByteCursor& cursor) {
  PODPROMO_TRY(count, cursor.number<std::uint32_t>());
  if (count > kMostVariables) return damaged_model(fmt::format("it claims {} tensors", count));
  for (std::uint32_t i = 0; i < count; ++i) {
    PODPROMO_TRY(name, read_name(cursor));
    PODPROMO_TRY(variable, read_variable(cursor));
    if (is_quantised(name, variable))
      return failure(Fault::bad_request, "this model is quantised to whole numbers, which can't be converted",
                     "Import its float16 or float32 form instead.", name);
    if (!variables_.emplace(std::move(name), std::move(variable)).second) return damaged_model("a name occurs twice");
  }
  return {};
}

Done Ct2Model::read_aliases(ByteCursor& cursor) {
  PODPROMO_TRY(count, cursor.number<std::uint32_t>());
  if (count > kMostVariables) return damaged_model(fmt::format("it claims {} aliases", count));
  for (std::uint32_t i = 0; i < count; ++i) {
    PODPROMO_TRY(alias, read_name(cursor));
    PODPROMO_TRY(name, read_name(cursor));
    const Ct2Variable* variable = find(name);
    if (variable == nullptr) return damaged_model("an alias stands for nothing");
    variables_.emplace(std::move(alias), *variable);
  }
  return {};
}

const Ct2Variable* Ct2Model::find(std::string_view name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? nullptr : &found->second;
}

Result<std::vector<char>> Ct2Model::read(const Ct2Variable& variable, std::uint64_t first, std::uint64_t count) const {
  if (first > variable.bytes || count > variable.bytes - first) return damaged_model("a part of a tensor is missing");
  std::vector<char> bytes(static_cast<std::size_t>(count));
  PODPROMO_TRY(file_.read_at(variable.offset + first, bytes));
  return bytes;
}

Result<int> Ct2Model::whole_number(std::string_view name) const {
  const Ct2Variable* variable = find(name);
  if (variable == nullptr || !variable->dims.empty()) return damaged_model(fmt::format("{} is missing", name));
  PODPROMO_TRY(bytes, read(*variable, 0, variable->bytes));
  std::int32_t value = 0;
  switch (variable->type) {
    case Ct2Type::int8: value = static_cast<unsigned char>(bytes[0]); break;
    case Ct2Type::int16: {
      std::int16_t narrow = 0;
      std::memcpy(&narrow, bytes.data(), sizeof narrow);
      value = narrow;
      break;
    }
    case Ct2Type::int32: std::memcpy(&value, bytes.data(), sizeof value); break;
    case Ct2Type::float32:
    case Ct2Type::float16: return damaged_model(fmt::format("{} is not a whole number", name));
  }
  return value;
}

}  // namespace podpromo
