#include "speech/whisper/batched/model_file.hpp"

#include <ggml.h>

#include <fmt/format.h>

#include <array>
#include <optional>
#include <system_error>

#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

namespace {

constexpr std::uint32_t kMagic = 0x67676d6c;
constexpr int kFewestTokens = 51864;  // of the models that know English only
constexpr int kMostTokens = 51866;    // of those that know a hundred languages
constexpr int kBins = 201;            // of a spectrum over 400 samples
constexpr std::size_t kLongestToken = 4096;
constexpr std::size_t kLongestName = 256;
constexpr int kMostDimensions = 4;

// Reads little pieces in order. After the first that isn't there everything reads as zero, and ok() is false.
class Reader {
 public:
  Reader(std::ifstream& file, std::uint64_t size) : file_(file), size_(size) {}

  bool ok() const { return ok_; }
  std::uint64_t at() const { return at_; }
  bool at_end() const { return at_ == size_; }

  std::int32_t number() {
    std::int32_t value = 0;
    take(&value, sizeof value);
    return ok_ ? value : 0;
  }
  // A count that can't be larger than `most`.
  std::size_t count(std::size_t most) {
    const std::int32_t value = number();
    if (value < 0 || static_cast<std::size_t>(value) > most) ok_ = false;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string text(std::size_t length) {
    std::string value(length, '\0');
    take(value.data(), length);
    return value;
  }
  std::vector<float> floats(std::size_t count) {
    std::vector<float> values(count);
    take(values.data(), count * sizeof(float));
    return values;
  }
  void skip(std::size_t bytes) {
    if (!has(bytes)) return;
    file_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur);
    at_ += bytes;
  }

 private:
  bool has(std::size_t bytes) { return ok_ = ok_ && bytes <= size_ - at_; }
  void take(void* to, std::size_t bytes) {
    if (!has(bytes)) return;
    file_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes));
    ok_ = file_.good() || bytes == 0;
    at_ += bytes;
  }

  std::ifstream& file_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
  bool ok_ = true;
};

bool within(int value, int least, int most) { return value >= least && value <= most; }

// The shape, when it is one that this engine can work with; everything it sizes is bounded by this.
std::optional<ModelShape> shape_from(Reader& reader) {
  ModelShape shape;
  shape.vocabulary = reader.number();
  shape.audio_context = reader.number();
  shape.width = reader.number();
  shape.audio_heads = reader.number();
  shape.audio_layers = reader.number();
  shape.text_context = reader.number();
  const int text_width = reader.number();
  shape.text_heads = reader.number();
  shape.text_layers = reader.number();
  shape.mel_bands = reader.number();
  reader.number();  // how most weights are stored, which each tensor says itself
  const bool good = within(shape.vocabulary, kFewestTokens, kMostTokens) && shape.audio_context == 1500 &&
                    shape.text_context == 448 && within(shape.width, 64, 4096) && shape.width % 64 == 0 &&
                    text_width == shape.width && shape.audio_heads == shape.width / 64 &&
                    shape.text_heads == shape.audio_heads && within(shape.audio_layers, 1, 64) &&
                    within(shape.text_layers, 1, 64) && within(shape.mel_bands, 1, 256);
  return good ? std::optional(shape) : std::nullopt;
}

std::vector<std::string> tokens_from(Reader& reader) {
  std::vector<std::string> tokens(reader.count(kMostTokens));
  for (std::string& token : tokens) {
    token = reader.text(reader.count(kLongestToken));
    if (!reader.ok()) return {};
  }
  return tokens;
}

// Bytes that `size` items of `type` take; 0 when no such tensor can be.
std::size_t bytes_of(const StoredTensor& tensor) {
  if (!within(tensor.type, 0, GGML_TYPE_COUNT - 1)) return 0;
  const auto type = static_cast<ggml_type>(tensor.type);
  const std::int64_t block = ggml_blck_size(type);
  if (block <= 0 || ggml_type_size(type) == 0 || tensor.size[0] % block != 0) return 0;
  std::int64_t items = 1;
  for (const std::int64_t size : tensor.size) {
    if (size <= 0 || size > (1 << 24) || items > (std::int64_t{1} << 40) / size) return 0;
    items *= size;
  }
  return static_cast<std::size_t>(items / block) * ggml_type_size(type);
}

// Takes one tensor's head and passes over its data; nothing when that isn't whole.
std::optional<std::pair<std::string, StoredTensor>> tensor_from(Reader& reader) {
  StoredTensor tensor;
  const std::size_t dimensions = reader.count(kMostDimensions);
  const std::size_t length = reader.count(kLongestName);
  tensor.type = reader.number();
  for (std::size_t i = 0; i < dimensions; ++i) tensor.size.push_back(reader.number());
  std::string name = reader.text(length);
  if (!reader.ok() || dimensions == 0) return std::nullopt;
  tensor.at = reader.at();
  tensor.bytes = bytes_of(tensor);
  reader.skip(tensor.bytes);
  if (!reader.ok() || tensor.bytes == 0) return std::nullopt;
  return std::pair(std::move(name), std::move(tensor));
}

}  // namespace

Result<ModelFile> ModelFile::open(const fs::path& file) {
  ModelFile model;
  model.path_ = file;
  model.file_.open(file, std::ios::binary);
  std::error_code no_size;
  const auto size = fs::file_size(file, no_size);
  if (!model.file_ || no_size) return unusable_model(file.string());
  Reader reader(model.file_, size);
  if (static_cast<std::uint32_t>(reader.number()) != kMagic) return unusable_model(file.string() + ": not ggml");
  const auto shape = shape_from(reader);
  if (!shape || !reader.ok()) return unusable_model(file.string() + ": no Whisper of a shape that we know");
  model.shape_ = *shape;
  model.filters_.bands = reader.count(static_cast<std::size_t>(shape->mel_bands));
  model.filters_.bins = reader.count(kBins);
  if (model.filters_.bands != static_cast<std::size_t>(shape->mel_bands) || model.filters_.bins != kBins)
    return unusable_model(file.string() + ": mel filters of another size");
  model.filters_.weights = reader.floats(model.filters_.bands * model.filters_.bins);
  model.tokens_ = tokens_from(reader);
  while (reader.ok() && !reader.at_end()) {
    auto tensor = tensor_from(reader);
    if (!tensor) return unusable_model(fmt::format("{}: cut short or damaged at byte {}", file.string(), reader.at()));
    model.tensors_.insert(std::move(*tensor));
  }
  if (!reader.ok()) return unusable_model(fmt::format("{}: cut short at byte {}", file.string(), reader.at()));
  return model;
}

const StoredTensor* ModelFile::find(const std::string& name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

Done ModelFile::read(const StoredTensor& tensor, std::span<std::byte> to) {
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(tensor.at));
  file_.read(reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(to.size()));
  if (!file_) return unusable_model(fmt::format("{}: can't be read at byte {}", path_.string(), tensor.at));
  return {};
}

}  // namespace podpromo
