#include "models/ctranslate2_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"

namespace podpromo {
namespace {

using ::testing::HasSubstr;

class Ct2Reader : public ::testing::Test {
 protected:
  Result<Ct2Model> open(const std::string& bytes) {
    folder_.write("model.bin", bytes);
    return Ct2Model::open(folder_ / "model.bin");
  }

  PrivateFolder folder_;
};

SyntheticCt2 one_tensor() {
  SyntheticCt2 file;
  file.count_up("a/weight", {2, 3}, 1.0F);
  return file;
}

TEST_F(Ct2Reader, FindsTensorsByNameWithTheirShapes) {
  const auto model = open(one_tensor().bytes());
  ASSERT_TRUE(model);
  const Ct2Variable* found = model->find("a/weight");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->dims, (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(found->bytes, 24U);
  EXPECT_EQ(model->find("b/weight"), nullptr);
}

TEST_F(Ct2Reader, ReadsAPartOfATensor) {
  const auto model = open(one_tensor().bytes());
  ASSERT_TRUE(model);
  const auto bytes = model->read(*model->find("a/weight"), 4, 4);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(std::string(bytes->begin(), bytes->end()), std::string("\0\0\0\x40", 4));
}

TEST_F(Ct2Reader, RefusesToReadPastATensorsEnd) {
  const auto model = open(one_tensor().bytes());
  ASSERT_TRUE(model);
  EXPECT_FALSE(model->read(*model->find("a/weight"), 20, 8));
  EXPECT_FALSE(model->read(*model->find("a/weight"), ~std::uint64_t{0}, 8));
}

TEST_F(Ct2Reader, FollowsAliases) {
  auto file = one_tensor();
  file.alias("b/weight", "a/weight");
  const auto model = open(file.bytes());
  ASSERT_TRUE(model);
  ASSERT_NE(model->find("b/weight"), nullptr);
  EXPECT_EQ(model->find("b/weight")->offset, model->find("a/weight")->offset);
}

TEST_F(Ct2Reader, RefusesAnAliasOfNothing) {
  auto file = one_tensor();
  file.alias("b/weight", "c/weight");
  EXPECT_EQ(open(file.bytes()).error().fault, Fault::bad_request);
}

TEST_F(Ct2Reader, ReadsWholeNumbers) {
  SyntheticCt2 file;
  file.whole_number("heads", -7);
  const auto model = open(file.bytes());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->whole_number("heads"), -7);
  EXPECT_FALSE(model->whole_number("tails"));
}

TEST_F(Ct2Reader, SaysPlainlyThatAQuantisedModelCannotBeConverted) {
  SyntheticCt2 file;
  file.add({"a/weight", {2, 2}, Ct2Type::int8, "1234"});
  const auto model = open(file.bytes());
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().reason, HasSubstr("quantised"));
  EXPECT_THAT(model.error().remedy, HasSubstr("float16"));
}

TEST_F(Ct2Reader, RefusesOtherVersionsAndOtherKindsOfModels) {
  EXPECT_THAT(open(one_tensor().bytes(5)).error().reason, HasSubstr("not a CTranslate2 model"));
  EXPECT_THAT(open(one_tensor().bytes(6, "TransformerSpec")).error().reason, HasSubstr("not a Whisper model"));
}

TEST_F(Ct2Reader, RefusesATensorWhoseShapeAndSizeDisagree) {
  SyntheticCt2 file;
  file.add({"a/weight", {2, 2}, Ct2Type::float32, "1234"});
  EXPECT_EQ(open(file.bytes()).error().fault, Fault::bad_request);
}

TEST_F(Ct2Reader, RefusesAShapeThatOverflows) {
  SyntheticCt2 file;
  file.add({"a/weight", {0x80000000U, 0x80000000U, 4}, Ct2Type::float32, ""});
  EXPECT_EQ(open(file.bytes()).error().fault, Fault::bad_request);
}

TEST_F(Ct2Reader, RefusesANameThatOccursTwice) {
  auto file = one_tensor();
  file.count_up("a/weight", {1}, 0.0F);
  EXPECT_EQ(open(file.bytes()).error().fault, Fault::bad_request);
}

TEST_F(Ct2Reader, RefusesAFileThatIsCutAnywhere) {
  const std::string whole = one_tensor().bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) ASSERT_FALSE(open(whole.substr(0, length))) << length;
}

TEST_F(Ct2Reader, RefusesAFileWithSomethingAfterItsEnd) {
  EXPECT_EQ(open(one_tensor().bytes() + "x").error().fault, Fault::bad_request);
}

TEST_F(Ct2Reader, SurvivesEveryByteBeingAnother) {
  const std::string whole = one_tensor().bytes();
  std::minstd_rand random(1);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(random());
    const auto model = open(changed);
    ASSERT_TRUE(model || model.error().fault == Fault::bad_request) << at;
  }
}

TEST_F(Ct2Reader, DoesNotReserveWhatAHugeCountClaims) {
  const std::string claim = number_bytes(6, 4) + number_bytes(12, 2) + std::string("WhisperSpec") + '\0' +
                            number_bytes(3, 4) + number_bytes(0xFFFFFFFF, 4);
  EXPECT_EQ(open(claim).error().fault, Fault::bad_request);
}

}  // namespace
}  // namespace podpromo
