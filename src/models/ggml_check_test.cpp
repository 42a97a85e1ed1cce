#include "models/ggml_check.hpp"

#include <gtest/gtest.h>

#include <random>

#include "models/convert.hpp"
#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"

namespace podpromo {
namespace {

class GgmlCheck : public ::testing::Test {
 protected:
  GgmlCheck() {
    write_synthetic_whisper(folder_.path());
    EXPECT_TRUE(convert_ctranslate2({folder_.path(), folder_ / "whole.bin"}));
    whole_ = read_whole(folder_ / "whole.bin").value();
  }

  Done check(const std::string& bytes) {
    folder_.write("changed.bin", bytes);
    return check_ggml(folder_ / "changed.bin");
  }

  PrivateFolder folder_;
  std::string whole_;
};

TEST_F(GgmlCheck, AcceptsAWholeModel) { EXPECT_TRUE(check(whole_)); }

TEST_F(GgmlCheck, RefusesOtherFiles) {
  EXPECT_EQ(check("").error().fault, Fault::bad_request);
  EXPECT_EQ(check("RIFF and so on").error().reason, "this is not a ggml model");
}

TEST_F(GgmlCheck, RefusesAModelWithItsEndCutOff) {
  EXPECT_FALSE(check(whole_.substr(0, whole_.size() - 1)));
  EXPECT_FALSE(check(whole_.substr(0, whole_.size() / 2)));
  EXPECT_FALSE(check(whole_.substr(0, 40)));
}

TEST_F(GgmlCheck, RefusesSomethingAfterTheEnd) { EXPECT_FALSE(check(whole_ + "x")); }

TEST_F(GgmlCheck, RefusesImpossibleNumbersInTheHeader) {
  for (std::size_t at = 0; at < 14; ++at) {
    std::string changed = whole_;
    changed.replace(at * 4, 4, number_bytes(0xFFFFFFF0, 4));
    ASSERT_FALSE(check(changed)) << at;
  }
}

TEST_F(GgmlCheck, SurvivesBytesBeingOthers) {
  std::minstd_rand random(7);
  const std::size_t tail = 2000;
  for (int i = 0; i < 100; ++i) {
    std::string changed = whole_;
    changed[changed.size() - 1 - random() % tail] = static_cast<char>(random());
    const Done checked = check(changed);
    ASSERT_TRUE(checked || checked.error().fault == Fault::bad_request) << i;
  }
}

}  // namespace
}  // namespace podpromo
