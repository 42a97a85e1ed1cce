// What an episode shows, and how it comes back, when something that its work left is damaged or gone.
#include "jobs/job_error.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

class DamagedTest : public WorkshopTest {
 protected:
  DamagedTest() {
    build();
    workshop->start();
    EXPECT_TRUE(take_in());
    wait_for("completed");
    before = pipeline.stages_done;
  }
  Result<PublishedClips> clips() { return published_clips(id(), {folders, episodes, jobs, *board}); }
  // As somebody who finds it damaged, and then tries again.
  void mend() {
    ASSERT_TRUE(workshop->fail_damaged(id()));
    ASSERT_TRUE(workshop->retry(id()));
    wait_for("completed");
  }

  int before = 0;
};

TEST_F(DamagedTest, ListOfClipsIsAFailureThatEverybodySees) {
  ASSERT_TRUE(write_durably(folders.clip_list(id()), R"({"clips": [)"));
  EXPECT_EQ(clips().error().fault, Fault::conflict);

  ASSERT_TRUE(workshop->fail_damaged(id()));

  EXPECT_EQ(state(), JobState::failed);
  EXPECT_EQ(shown()["stage"], "error");
  EXPECT_EQ(shown()["message"], "The list of clips is damaged.");
  EXPECT_EQ(shown()["detail"], "Retry makes it again from what is still here.");
  EXPECT_EQ(view()["error"]["stage"], "clips");
  const nlohmann::json stages = view()["stages"];
  for (const auto& stage : stages) EXPECT_EQ(stage["state"], stage["name"] == "clips" ? "failed" : "done") << stage;
}

TEST_F(DamagedTest, ListOfClipsIsMadeAgainFromFinishedStages) {
  const std::string list = read_whole(folders.clip_list(id())).value_or("");
  for (const char* damaged : {"", "{", R"({"clips":[{}],"no_clips_reason":""})", "[1]"}) {
    ASSERT_TRUE(write_durably(folders.clip_list(id()), damaged));
    mend();
    EXPECT_EQ(read_whole(folders.clip_list(id())).value_or(""), list);
  }
  EXPECT_EQ(pipeline.stages_done, before);
}

TEST_F(DamagedTest, FilesThatAreGoneAreMadeAgain) {
  for (const fs::path& file : {folders.clip_list(id()), folders.transcript(id())}) {
    fs::remove(file);
    EXPECT_EQ(clips().error().fault, Fault::conflict) << file;
    mend();
    EXPECT_TRUE(clips()) << file;
  }
  EXPECT_EQ(pipeline.stages_done, before);
}

TEST_F(DamagedTest, ArtefactCostsItsOwnStageOnly) {
  ASSERT_TRUE(write_durably(folders.work(id()) / "30_words.json", "{"));
  EXPECT_EQ(heard_view(id(), folders).error().fault, Fault::conflict);
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_TRUE(heard_view(id(), folders));
  EXPECT_EQ(pipeline.stages_done, before + 1);
}

TEST_F(DamagedTest, SoundIsSaidToBeGoneAndNotToCome) {
  fs::remove(folders.work(id()) / "20_sound.json");
  EXPECT_EQ(sound_view(id(), folders).error().fault, Fault::conflict);
  EXPECT_TRUE(workshop->retry(id()));
}

TEST_F(DamagedTest, FileOfAClipCanBeMadeAgain) {
  fs::remove(folders.clips_of(id()) / "a.vtt");
  ASSERT_TRUE(workshop->retry(id()));
  wait_for("completed");
  EXPECT_TRUE(fs::exists(folders.clips_of(id()) / "a.vtt"));
}

TEST_F(DamagedTest, ListOfAnEpisodeThatIsBeingDeletedBringsNothingBack) {
  ASSERT_TRUE(write_durably(folders.clip_list(id()), "{"));
  ASSERT_TRUE(jobs.cancel(id()));
  ASSERT_TRUE(workshop->fail_damaged(id()));
  EXPECT_EQ(state(), JobState::cancelled);
  EXPECT_EQ(workshop->retry(id()).error().fault, Fault::conflict);
}

TEST_F(DamagedTest, WhatIsWholeStaysAsItIs) {
  ASSERT_TRUE(workshop->fail_damaged(id()));
  EXPECT_EQ(state(), JobState::done);
  EXPECT_EQ(workshop->retry(id()).error().fault, Fault::conflict);
}

TEST_F(DamagedTest, ListIsNothingToWorryAboutWhileItIsMadeAgain) {
  pipeline.before = [this](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::publish) return {};
    at_work.open();
    let_go.wait();
    return {};
  };
  ASSERT_TRUE(write_durably(folders.clip_list(id()), "{"));
  ASSERT_TRUE(workshop->fail_damaged(id()));
  ASSERT_TRUE(workshop->retry(id()));
  at_work.wait();
  EXPECT_EQ(clips().error().fault, Fault::not_found);
  EXPECT_TRUE(workshop->fail_damaged(id()));
  let_go.open();
  wait_for("completed");
  EXPECT_TRUE(clips());
}

}  // namespace

}  // namespace podpromo
