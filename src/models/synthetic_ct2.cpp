#include "models/synthetic_ct2.hpp"

#include <stdexcept>

#include "models/byte_file.hpp"

namespace podpromo {

namespace {

constexpr std::uint32_t kWidth = kSyntheticWidth;
constexpr std::uint32_t kVocabulary = 51864;
constexpr int kTokens = 50256;

std::string name_bytes(const std::string& name) { return number_bytes(name.size() + 1, 2) + name + '\0'; }

void add_linear(SyntheticCt2& file, const std::string& name, std::uint32_t rows, std::uint32_t columns) {
  file.count_up(name + "/weight", {rows, columns}, 1.0F);
  file.count_up(name + "/bias", {rows}, 0.5F);
}

void add_norm(SyntheticCt2& file, const std::string& name) {
  file.count_up(name + "/gamma", {kWidth}, 1.0F);
  file.count_up(name + "/beta", {kWidth}, 0.25F);
}

void add_block(SyntheticCt2& file, const std::string& side) {
  const std::string layer = side + "/layer_0";
  add_linear(file, layer + "/self_attention/linear_0", 3 * kWidth, kWidth);
  add_linear(file, layer + "/self_attention/linear_1", kWidth, kWidth);
  add_norm(file, layer + "/self_attention/layer_norm");
  add_linear(file, layer + "/ffn/linear_0", 4 * kWidth, kWidth);
  add_linear(file, layer + "/ffn/linear_1", kWidth, 4 * kWidth);
  add_norm(file, layer + "/ffn/layer_norm");
}

void add_cross_attention(SyntheticCt2& file) {
  const std::string attention = "decoder/layer_0/attention";
  add_linear(file, attention + "/linear_0", kWidth, kWidth);
  add_linear(file, attention + "/linear_1", 2 * kWidth, kWidth);
  add_linear(file, attention + "/linear_2", kWidth, kWidth);
  add_norm(file, attention + "/layer_norm");
}

}  // namespace

std::string number_bytes(std::uint64_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

void SyntheticCt2::count_up(const std::string& name, const std::vector<std::uint32_t>& dims, float first) {
  std::size_t count = 1;
  for (const std::uint32_t dim : dims) count *= dim;
  std::vector<float> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(first + static_cast<float>(i % 2048));
  add({name, dims, Ct2Type::float32, std::string(as_bytes_view(numbers))});
}

void SyntheticCt2::whole_number(const std::string& name, std::int16_t value) {
  add({name, {}, Ct2Type::int16, number_bytes(static_cast<std::uint16_t>(value), 2)});
}

std::string SyntheticCt2::bytes(std::uint32_t version, const std::string& spec) const {
  std::string file = number_bytes(version, 4) + name_bytes(spec) + number_bytes(3, 4);
  file += number_bytes(tensors_.size(), 4);
  for (const Tensor& tensor : tensors_) {
    file += name_bytes(tensor.name) + number_bytes(tensor.dims.size(), 1);
    for (const std::uint32_t dim : tensor.dims) file += number_bytes(dim, 4);
    file += number_bytes(static_cast<std::uint8_t>(tensor.type), 1) + number_bytes(tensor.bytes.size(), 4);
    file += tensor.bytes;
  }
  file += number_bytes(aliases_.size(), 4);
  for (const auto& [alias, name] : aliases_) file += name_bytes(alias) + name_bytes(name);
  return file;
}

SyntheticCt2 synthetic_whisper() {
  SyntheticCt2 file;
  file.whole_number("encoder/num_heads", 1);
  file.whole_number("decoder/num_heads", 1);
  file.count_up("encoder/position_encodings/encodings", {3, kWidth}, 1.0F);
  file.count_up("decoder/position_encodings/encodings", {2, kWidth}, 1.0F);
  file.count_up("encoder/conv1/weight", {kWidth, 80, 3}, 0.0F);
  file.count_up("encoder/conv1/bias", {kWidth}, 1.0F);
  file.count_up("encoder/conv2/weight", {kWidth, kWidth, 3}, 0.0F);
  file.count_up("encoder/conv2/bias", {kWidth}, 1.0F);
  add_block(file, "encoder");
  add_norm(file, "encoder/layer_norm");
  file.count_up("decoder/embeddings/weight", {kVocabulary, kWidth}, 0.0F);
  add_block(file, "decoder");
  add_cross_attention(file);
  add_norm(file, "decoder/layer_norm");
  file.alias("decoder/projection/weight", "decoder/embeddings/weight");
  return file;
}

std::string synthetic_vocabulary() {
  std::string lines;
  for (int i = 0; i < kTokens; ++i) lines += "a\n";
  return lines;
}

void write_synthetic_whisper(const fs::path& folder) {
  if (!write_durably(folder / "model.bin", synthetic_whisper().bytes()) ||
      !write_durably(folder / "vocabulary.txt", synthetic_vocabulary()))
    throw std::runtime_error("can't write the model for the test");
}

}  // namespace podpromo
