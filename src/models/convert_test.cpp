#include "models/convert.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "models/byte_file.hpp"
#include "models/ggml_check.hpp"
#include "models/half.hpp"
#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"
#include "models/tensor_moves.hpp"

namespace podpromo {
namespace {

using ::testing::HasSubstr;

class Convert : public ::testing::Test {
 protected:
  Convert() { write_synthetic_whisper(folder_.path()); }

  Result<Converted> convert(const std::stop_token& stop = {}) {
    return convert_ctranslate2({folder_.path(), folder_ / "out.bin"}, {}, stop);
  }
  std::string written() { return read_whole(folder_ / "out.bin").value(); }
  void replace_model(const std::string& bytes) { ASSERT_TRUE(write_durably(folder_ / "model.bin", bytes)); }

  PrivateFolder folder_;
};

std::int32_t number_at(const std::string& bytes, std::size_t index) {
  std::int32_t number = 0;
  std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
  return number;
}

// The numbers that follow the name of a tensor.
std::string after(const std::string& bytes, const std::string& name, std::size_t count) {
  return bytes.substr(bytes.find(name) + name.size(), count);
}

std::string halves(std::initializer_list<float> values) {
  std::vector<std::uint16_t> numbers;
  for (const float value : values) numbers.push_back(half_from_float(value));
  return std::string(as_bytes_view(numbers));
}

std::string floats(const std::vector<float>& values) { return std::string(as_bytes_view(values)); }

TEST_F(Convert, WritesAFileThatStandsTheCheck) {
  const auto converted = convert();
  ASSERT_TRUE(converted) << converted.error().detail;
  EXPECT_TRUE(check_ggml(folder_ / "out.bin"));
  EXPECT_EQ(converted->bytes, fs::file_size(folder_ / "out.bin"));
  EXPECT_EQ(converted->sha256, sha256_of_file(folder_ / "out.bin"));
}

TEST_F(Convert, PutsTheShapeIntoTheHeader) {
  ASSERT_TRUE(convert());
  const std::string file = written();
  const std::vector<std::int32_t> expected{kGgmlMagic, 51864, 3, 2, 1, 1, 2, 2, 1, 1, 80, 1, 80, 201};
  std::vector<std::int32_t> header;
  for (std::size_t i = 0; i < expected.size(); ++i) header.push_back(number_at(file, i));
  EXPECT_EQ(header, expected);
}

TEST_F(Convert, CutsTheJointProjectionIntoQueryKeyAndValue) {
  ASSERT_TRUE(convert());
  const std::string file = written();
  EXPECT_EQ(after(file, "encoder.blocks.0.attn.query.weight", 8), halves({1, 2, 3, 4}));
  EXPECT_EQ(after(file, "encoder.blocks.0.attn.key.weight", 8), halves({5, 6, 7, 8}));
  EXPECT_EQ(after(file, "encoder.blocks.0.attn.value.weight", 8), halves({9, 10, 11, 12}));
  EXPECT_EQ(after(file, "decoder.blocks.0.cross_attn.key.weight", 8), halves({1, 2, 3, 4}));
  EXPECT_EQ(after(file, "decoder.blocks.0.cross_attn.value.weight", 8), halves({5, 6, 7, 8}));
}

TEST_F(Convert, KeepsBiasesInFullAndDropsThoseOfTheKeys) {
  ASSERT_TRUE(convert());
  const std::string file = written();
  EXPECT_EQ(after(file, "encoder.blocks.0.attn.value.bias", 8), floats({4.5F, 5.5F}));
  EXPECT_EQ(after(file, "encoder.conv1.bias", 8), floats({1.0F, 2.0F}));
  EXPECT_EQ(file.find("attn.key.bias"), std::string::npos);
}

TEST_F(Convert, WidensHalvesWhereFullNumbersAreWanted) {
  auto model = synthetic_whisper().bytes();
  const std::string before = std::string("decoder/layer_norm/beta") + '\0' + number_bytes(1, 1) + number_bytes(2, 4);
  const std::size_t at = model.find(before) + before.size();
  model.replace(at, 1 + 4 + 8, number_bytes(4, 1) + number_bytes(4, 4) + halves({0.5F, -3.0F}));
  replace_model(model);
  ASSERT_TRUE(convert());
  EXPECT_EQ(after(written(), "decoder.ln.bias", 8), floats({0.5F, -3.0F}));
}

TEST_F(Convert, NeedsTheVocabulary) {
  fs::remove(folder_ / "vocabulary.txt");
  EXPECT_THAT(convert().error().reason, HasSubstr("vocabulary"));
  ASSERT_TRUE(write_durably(folder_ / "vocabulary.txt", "a\nb\n"));
  EXPECT_EQ(convert().error().fault, Fault::bad_request);
}

TEST_F(Convert, TakesTheVocabularyAsJsonToo) {
  ASSERT_TRUE(convert());
  const std::string from_text = written();
  fs::remove(folder_ / "vocabulary.txt");
  std::string json = "[\"a\"";
  for (int i = 1; i < 50256; ++i) json += ",\"a\"";
  ASSERT_TRUE(write_durably(folder_ / "vocabulary.json", json + "]"));
  ASSERT_TRUE(convert());
  EXPECT_EQ(written(), from_text);
}

TEST_F(Convert, RefusesAModelOfAnotherShape) {
  auto model = synthetic_whisper();
  model.count_up("encoder/layer_1/ffn/linear_0/weight", {8, 2}, 0.0F);
  replace_model(model.bytes());
  EXPECT_EQ(convert().error().fault, Fault::bad_request);
  SyntheticCt2 empty;
  replace_model(empty.bytes());
  EXPECT_EQ(convert().error().fault, Fault::bad_request);
}

TEST_F(Convert, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(convert(stop.get_token()).error().fault, Fault::cancelled);
}

TEST(TensorMoves, CountWhatAWhisperModelHas) {
  const WhisperShape base{51865, 1500, 512, 8, 6, 448, 8, 6, 80};
  EXPECT_EQ(tensor_moves(base).size(), 245U);
}

}  // namespace
}  // namespace podpromo
