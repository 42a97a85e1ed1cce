#include "jobs/episode_view.hpp"

#include "jobs/job_error.hpp"
#include "jobs/stage_names.hpp"
#include "jobs/wishes.hpp"
#include "jobs/workshop_fixture.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

json stage_states(const json& view) {
  json states = json::object();
  for (const json& stage : view["stages"]) states[stage["name"].get<std::string>()] = stage["state"];
  return states;
}

TEST_F(WorkshopTest, ViewShowsAnEpisodeThatWaits) {
  build();
  ASSERT_TRUE(take_in());
  const json seen = view();
  EXPECT_EQ(seen["id"], "abc");
  EXPECT_EQ(seen["kind"], "audio");
  EXPECT_EQ(seen["bytes"], 16);
  EXPECT_EQ(seen["status"], "queued");
  EXPECT_EQ(seen["duration_s"], nullptr);
  EXPECT_EQ(seen["clip_count"], nullptr);
  EXPECT_EQ(seen["error"], nullptr);
  EXPECT_EQ(stage_states(seen),
            (json{{"sound", "waiting"}, {"words", "waiting"}, {"moments", "waiting"}, {"clips", "waiting"}}));
}

TEST_F(WorkshopTest, ViewShowsTheStageThatRuns) {
  build();
  leave_halfway(35);
  const json seen = view();
  EXPECT_EQ(stage_states(seen),
            (json{{"sound", "done"}, {"words", "running"}, {"moments", "waiting"}, {"clips", "waiting"}}));
  EXPECT_EQ(seen["stages"][1]["percent"], 50);
}

TEST_F(WorkshopTest, ViewShowsWhatWasFound) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  const json seen = view();
  EXPECT_EQ(seen["title"], "From the tags");
  EXPECT_EQ(seen["duration_s"], 60);
  EXPECT_EQ(seen["loudness_lufs"], -19.3);
  EXPECT_EQ(seen["language"], "en");
  EXPECT_EQ(seen["word_count"], 2);
  EXPECT_EQ(seen["candidates"], 7);
  EXPECT_EQ(seen["clip_count"], 2);
  EXPECT_EQ(seen["ads_left_out"], 0);
  EXPECT_EQ(stage_states(seen), (json{{"sound", "done"}, {"words", "done"}, {"moments", "done"}, {"clips", "done"}}));
  EXPECT_EQ(seen["stages"][0]["result"], "1:00 at -19.3 LUFS");
  EXPECT_EQ(seen["stages"][2]["result"], "2 chosen of 7");
}

TEST_F(WorkshopTest, ViewShowsTheTitleOfTheTagsWhileTheRestIsStillToDo) {
  pipeline.before = [&](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::extract_audio) return {};
    at_work.open();
    let_go.wait();
    return {};
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  at_work.wait();
  const json seen = view();
  let_go.open();
  EXPECT_EQ(seen["title"], "From the tags");
  EXPECT_EQ(seen["show"], "A show");
}

TEST_F(WorkshopTest, ViewKeepsTheTitleSomebodyWished) {
  build();
  workshop->start();
  ClipWishes wishes;
  wishes.title = "My own title";
  ASSERT_TRUE(take_in("abc", wishes));
  wait_for("completed");
  EXPECT_EQ(view()["title"], "My own title");
  EXPECT_EQ(view()["show"], "A show");
}

TEST_F(WorkshopTest, ViewShowsWhereItFailed) {
  pipeline.before = [](Stage stage, StageListener&, const std::stop_token&) -> Done {
    if (stage != Stage::transcribe) return {};
    return failure(Fault::missing_model, "the speech model is missing", "Run podpromo models get base.");
  };
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("error");
  const json seen = view();
  EXPECT_EQ(stage_states(seen),
            (json{{"sound", "done"}, {"words", "failed"}, {"moments", "waiting"}, {"clips", "waiting"}}));
  EXPECT_EQ(seen["error"], (json{{"stage", "words"},
                                 {"reason", "The speech model is missing."},
                                 {"remedy", "Run podpromo models get base."}}));
}

TEST_F(WorkshopTest, ViewOfAJobThatFailsMeanwhileShowsItRunningAndThenWhereItFailed) {
  build();
  leave_halfway(35);
  const JobError error{"words", "No speech was found.", "Upload another file."};
  const Job job = (*jobs.latest(id()))->job;
  jobs.after_latest = [&] {
    [[maybe_unused]] const Done ended = jobs.end(job, job_error_text(error));
    board->fail({id(), job.attempt}, error.reason, error.remedy);
  };

  const json before = view();
  const json after = view();

  EXPECT_EQ(before["status"], "transcribing");
  EXPECT_EQ(before["error"], nullptr);
  EXPECT_EQ(after["status"], "error");
  EXPECT_EQ(after["error"]["stage"], "words");
}

TEST_F(WorkshopTest, ClipsAreNotFoundUntilPublished) {
  build();
  ASSERT_TRUE(take_in());
  EXPECT_EQ(published_clips(id(), {folders, episodes, jobs, *board}).error().fault, Fault::not_found);
}

TEST_F(WorkshopTest, ClipsCarryTheTitleAPersonChose) {
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  const ClipId second = ClipId::of_span(id(), 30, 50);
  ASSERT_TRUE(write_durably(folders.previews(id()) / (second.text() + ".m4a"), "sound"));
  ASSERT_TRUE(episodes.choose_title(second, "My title"));

  const auto published = published_clips(id(), {folders, episodes, jobs, *board});

  ASSERT_TRUE(published);
  ASSERT_EQ(published->clips.size(), 2U);
  EXPECT_EQ(published->clips[0].clip.title, "Clip at 1");
  EXPECT_EQ(published->clips[0].rank, 1U);
  EXPECT_EQ(published->clips[0].preview, "");
  EXPECT_EQ(published->clips[1].clip.title, "My title");
  EXPECT_EQ(published->clips[1].srt, "a.srt");
  EXPECT_EQ(published->clips[1].preview, second.text() + ".m4a");
}

TEST_F(WorkshopTest, WordsAndSoundAreNotFoundUntilThere) {
  EXPECT_EQ(words_view(id(), folders).error().fault, Fault::not_found);
  EXPECT_EQ(sound_view(id(), folders).error().fault, Fault::not_found);
  build();
  workshop->start();
  ASSERT_TRUE(take_in());
  wait_for("completed");
  EXPECT_EQ(words_view(id(), folders)->transcript.words.size(), 2U);
  EXPECT_FALSE(words_view(id(), folders)->partial);
  EXPECT_EQ(sound_view(id(), folders)->duration_s, 60);
}

TEST(Wishes, ComeBackAsTheyWere) {
  ClipWishes wishes;
  wishes.moments = {.min_s = 10, .max_s = 80, .max_clips = 5};
  wishes.formats = {Format::square, Format::wide};
  wishes.language = "de";
  wishes.transcript = "/tmp/x.srt";
  wishes.transcript_name = "talk.srt";
  wishes.speakers = 3;
  wishes.previews = true;
  wishes.renders = false;
  wishes.title = "Title";
  wishes.file_name = "bees.mp3";
  const auto back = parse_wishes(wishes_json(wishes));
  ASSERT_TRUE(back);
  EXPECT_EQ(wishes_json(*back), wishes_json(wishes));
  EXPECT_EQ(back->formats, wishes.formats);
  EXPECT_EQ(back->speakers, 3);
  wishes.speakers = std::nullopt;
  EXPECT_EQ(parse_wishes(wishes_json(wishes))->speakers, std::nullopt);
}

TEST(Wishes, HaveDefaultsForWhatIsMissing) {
  const auto wishes = parse_wishes(json::object());
  ASSERT_TRUE(wishes);
  EXPECT_EQ(wishes_json(*wishes), wishes_json(ClipWishes{}));
  EXPECT_EQ(parse_wishes({{"min_s", "ten"}}).error().fault, Fault::internal);
}

TEST(StageNames, ShareTheBandOfGeneratingBetweenPreviewsAndClips) {
  ClipWishes wishes;
  EXPECT_EQ(shown_stage_at("generating", 62, wishes), "clips");
  wishes.previews = true;
  EXPECT_EQ(shown_stage_at("generating", 62, wishes), "previews");
  EXPECT_EQ(shown_stage_at("generating", 90, wishes), "clips");
  wishes.renders = false;
  EXPECT_EQ(shown_stage_at("generating", 90, wishes), "previews");
}

}  // namespace

}  // namespace podpromo
