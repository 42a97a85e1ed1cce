#include "speech/whisper/batched/model_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>

#include "models/catalog.hpp"
#include "models/private_folder.hpp"
#include "speech/whisper/batched/batched_whisper.hpp"

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int32_t kMagic = 0x67676d6c;
constexpr std::size_t kHeadNumbers = 12;

// A file with the numbers of tiny.en, its head and tensors short enough to write down.
struct WrittenModel {
  std::vector<std::int32_t> head = {kMagic, 51864, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 1};
  std::int32_t bands = 80;
  std::int32_t bins = 201;
  std::int32_t tokens = 2;
  std::int32_t token_length = 3;
  std::vector<std::int32_t> tensor = {2, 1, 1, 4, 2};  // dimensions, letters of its name, type, sizes
  std::size_t data_bytes = 16;

  std::string bytes() const {
    std::string all;
    const auto add = [&](std::int32_t number) {
      char raw[sizeof number];
      std::memcpy(raw, &number, sizeof number);
      all.append(raw, sizeof number);
    };
    for (const std::int32_t number : head) add(number);
    add(bands);
    add(bins);
    all.append(static_cast<std::size_t>(80 * 201) * sizeof(float), '\0');
    add(tokens);
    for (int i = 0; i < 2; ++i) {
      add(token_length);
      all += "abc";
    }
    for (const std::int32_t number : tensor) add(number);
    all += "x";
    all.append(data_bytes, '\x01');
    return all;
  }
};

class StoredModel : public testing::Test {
 protected:
  Result<ModelFile> open(const std::string& bytes) {
    folder_.write("model.bin", bytes);
    return ModelFile::open(folder_ / "model.bin");
  }
  Fault fault_after(const std::function<void(WrittenModel&)>& harm) {
    WrittenModel model;
    harm(model);
    return open(model.bytes()).error().fault;
  }
  PrivateFolder folder_;
};

TEST_F(StoredModel, IsReadAsItWasWritten) {
  auto model = open(WrittenModel{}.bytes());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->shape().width, 384);
  EXPECT_EQ(model->shape().head_width(), 64);
  EXPECT_EQ(model->filters().bands, 80U);
  EXPECT_THAT(model->tokens(), ElementsAre("abc", "abc"));
  const StoredTensor* tensor = model->find("x");
  ASSERT_NE(tensor, nullptr);
  EXPECT_THAT(tensor->size, ElementsAre(4, 2));
  std::vector<std::byte> data(tensor->bytes);
  ASSERT_TRUE(model->read(*tensor, data));
  EXPECT_THAT(data, testing::Each(std::byte{1}));
  EXPECT_EQ(model->find("y"), nullptr);
}

TEST_F(StoredModel, ThatIsCutShortAnywhereIsDamaged) {
  const std::string whole = WrittenModel{}.bytes();
  for (std::size_t length = 0; length < whole.size(); length += length < 60 || length > 64000 ? 1 : 977) {
    const auto model = open(whole.substr(0, length));
    const bool is_whole_list = length + 16 + 1 + 20 == whole.size();  // only the tensor is gone
    ASSERT_EQ(model.has_value(), is_whole_list) << length;
  }
}

TEST_F(StoredModel, WithNumbersThatCannotBeIsDamaged) {
  for (std::size_t i = 0; i + 1 < kHeadNumbers; ++i)
    for (const std::int32_t wrong : {-1, 0, 1 << 30})
      EXPECT_EQ(fault_after([&](WrittenModel& model) { model.head[i] = wrong; }), Fault::missing_model) << i;
  EXPECT_EQ(fault_after([](WrittenModel& model) { model.bands = 81; }), Fault::missing_model);
  EXPECT_EQ(fault_after([](WrittenModel& model) { model.bins = 1 << 30; }), Fault::missing_model);
  EXPECT_EQ(fault_after([](WrittenModel& model) { model.tokens = 1 << 30; }), Fault::missing_model);
  EXPECT_EQ(fault_after([](WrittenModel& model) { model.token_length = -3; }), Fault::missing_model);
}

TEST_F(StoredModel, WithATensorThatCannotBeIsDamaged) {
  for (const std::int32_t wrong : {-1, 0, 5, 1 << 30})
    EXPECT_EQ(fault_after([&](WrittenModel& model) { model.tensor[0] = wrong; }), Fault::missing_model);
  for (const std::int32_t wrong : {-1, 4, 99, 1 << 30})
    EXPECT_EQ(fault_after([&](WrittenModel& model) { model.tensor[2] = wrong; }), Fault::missing_model);
  for (const std::int32_t wrong : {-1, 0, 3, 1 << 30})
    EXPECT_EQ(fault_after([&](WrittenModel& model) { model.tensor[4] = wrong; }), Fault::missing_model);
}

TEST_F(StoredModel, WithoutItsWeightsIsDamaged) {
  folder_.write("model.bin", WrittenModel{}.bytes());
  EXPECT_EQ(BatchedWhisper::load(folder_ / "model.bin", "tiny.en").error().fault, Fault::missing_model);
}

TEST_F(StoredModel, OfRealWeightsCutShortIsAClearMessage) {
  const auto real = find_model("tiny.en", models_folder());
  if (!real) GTEST_SKIP() << "no speech model is installed; run podpromo models pull tiny.en";
  const fs::path copy = folder_ / "model.bin";
  fs::copy_file(*real, copy);
  for (const std::uintmax_t length : {77'000'000U, 40'000'000U, 800'000U, 60'000U, 100U, 0U}) {
    fs::resize_file(copy, length);
    const auto engine = BatchedWhisper::load(copy, "tiny.en");
    ASSERT_FALSE(engine) << length;
    EXPECT_EQ(engine.error().fault, Fault::missing_model);
    EXPECT_THAT(engine.error().remedy, HasSubstr("podpromo models pull"));
  }
}

TEST(StoredModels, ThatAreNotThereAreMissing) {
  EXPECT_EQ(ModelFile::open("/nowhere/model.bin").error().fault, Fault::missing_model);
}

}  // namespace
}  // namespace podpromo
