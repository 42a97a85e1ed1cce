#include <map>

#include <gtest/gtest.h>

#include "corrections/corrections.hpp"
#include "media/made_media.hpp"
#include "speech/transcriber.hpp"
#include "stages/clip_files.hpp"
#include "stages/stage_run.hpp"
#include "stages/transcript_forms.hpp"
#include "storage/artefacts.hpp"

namespace podpromo {
namespace {

class Quiet final : public StageListener {
 public:
  void began(Stage, const std::string&) override {}
  void advanced(Stage, double, const std::string&) override {}
  void finished(Stage, const std::string&, bool) override {}
};

// Nobody has to hear anything: the transcript is there.
class Deaf final : public TranscriberFactory {
 public:
  Result<std::unique_ptr<Transcriber>> make() const override { return failure(Fault::missing_model, "deaf"); }
  std::string identity() const override { return "deaf"; }
};

struct Mark {
  std::string bytes;
  fs::file_time_type changed;
  bool operator==(const Mark&) const = default;
};

// A real run with ffmpeg over a sound and a transcript that was given, so that nothing has to be heard.
class CorrectedRun : public MadeMedia {
 protected:
  CorrectedRun() {
    const fs::path transcript = written("talk.json", transcript_text(talk(), 80, TranscriptForm::json));
    wishes.transcript = transcript;
    wishes.formats = {Format::square};
    wishes.previews = true;
    wishes.moments = {.min_s = 8, .max_s = 20, .max_clips = 3, .fewer_when_short = false};
    places = {made_of("anoisesrc=d=80:c=pink:a=0.1", "talk.wav"), folder_ / "work", folder_ / "clips",
              folder_ / "previews", folder_ / "corrections.json"};
  }

  // Four thoughts of nearly twenty seconds, with long silences between.
  static Transcript talk() {
    Transcript talk;
    talk.language = "en";
    talk.source = "by hand";
    const std::vector<std::vector<std::string>> thoughts{
        {"Why",   "do",   "the", "bees", "leave", "in", "spring?", "Because", "the",   "old",    "queen",
         "takes", "half", "of",  "them", "to",    "a",  "new",     "home",    "every", "single", "year."},
        {"I",   "was",   "never", "so",   "afraid", "as", "on",    "that", "morning.", "The", "whole", "garden",
         "was", "black", "with",  "them", "and",    "I",  "could", "not",  "move",     "at",  "all."},
        {"What",  "makes", "a",    "good", "loaf?", "Time",  "is",    "the", "answer,", "and",   "nobody",
         "wants", "to",    "hear", "it,",  "but",   "flour", "needs", "a",   "whole",   "night."},
        {"My",   "best", "advice", "is",   "this.", "Do",        "nothing", "for",  "one", "hour", "a",
         "day,", "and",  "you",    "will", "be",    "surprised", "how",     "much", "you", "get",  "done."}};
    double at = 0.5;
    for (const auto& thought : thoughts) {
      for (const std::string& word : thought) {
        talk.words.push_back({word, at, at + 0.5});
        at += 0.65;
      }
      at += 4;
    }
    return talk;
  }

  EpisodeResult run() {
    const Deaf deaf;
    const Ears ears{deaf, {}, {}, 1};
    Quiet quiet;
    auto result = run_pipeline(*EpisodeId::parse("abc"), places, wishes, ears, quiet);
    EXPECT_TRUE(result) << result.error().reason << result.error().detail;
    return result.value_or(EpisodeResult{});
  }

  // The episode with one of its words corrected.
  void correct(const std::string& heard, const std::vector<std::string>& words) const {
    WantedTranscript wanted;
    for (const Word& word : talk().words)
      if (word.text != heard)
        wanted.words.push_back({word.text});
      else
        for (const std::string& each : words) wanted.words.push_back({each});
    ASSERT_TRUE(save_corrections(places.corrections, *corrections_between(talk(), wanted)));
  }

  std::map<std::string, Mark> files(const fs::path& folder) const {
    std::map<std::string, Mark> all;
    for (const auto& entry : fs::directory_iterator(folder))
      all[entry.path().filename().string()] = {read_whole(entry.path()).value_or(""), entry.last_write_time()};
    return all;
  }

  static const Clip& clip_with(const EpisodeResult& result, const std::string& word) {
    for (const Clip& clip : result.moments.clips)
      if (clip.text.find(word) != std::string::npos) return clip;
    ADD_FAILURE() << "no clip says " << word;
    return result.moments.clips.front();
  }

  ClipWishes wishes;
  EpisodePlaces places;
};

TEST_F(CorrectedRun, MakesOnlyThoseClipsAgainThatSayIt) {
  const EpisodeResult before = run();
  ASSERT_GE(before.moments.clips.size(), 2u);
  const auto work = files(places.work);
  const auto clips = files(places.clips);
  const auto previews = files(places.previews);
  const Clip was = clip_with(before, "spring?");

  correct("spring?", {"early", "summer?"});
  const EpisodeResult after = run();

  ASSERT_EQ(after.moments.clips.size(), before.moments.clips.size());
  for (std::size_t i = 0; i < before.moments.clips.size(); ++i)
    EXPECT_EQ(after.moments.clips[i].id, before.moments.clips[i].id);
  const Clip& now = clip_with(after, "early summer?");
  EXPECT_EQ(now.id, was.id);
  EXPECT_EQ(now.start, was.start);
  EXPECT_EQ(now.last_word, was.last_word + 1);
  EXPECT_EQ(now.title, "Why do the bees leave in early summer?");
  EXPECT_EQ(files(places.previews), previews);
  for (const auto& [name, mark] : files(places.work))
    EXPECT_EQ(mark == work.at(name), name.find("60_render-" + was.id.text()) == std::string::npos) << name;
  const auto clips_now = files(places.clips);
  for (const Clip& clip : after.moments.clips) {
    if (clip.id == was.id) continue;
    EXPECT_EQ(clips_now.at(render_file_name(clip, Format::square)), clips.at(render_file_name(clip, Format::square)));
    EXPECT_EQ(clip.text, clip_with(before, clip.text).text);
  }
  EXPECT_FALSE(clips_now.contains(render_file_name(was, Format::square))) << "the file of the old title is left";
  EXPECT_TRUE(clips_now.contains(render_file_name(now, Format::square)));
  EXPECT_NE(clips_now.at(clip_stem(now) + ".srt").bytes.find("early summer?"), std::string::npos);
  for (const char* name : {"transcript.json", "transcript.srt", "transcript.vtt", "transcript.txt"})
    EXPECT_NE(clips_now.at(name).bytes.find("summer?"), std::string::npos) << name;

  run();
  EXPECT_EQ(files(places.clips), clips_now) << "a second run changed something";
}

TEST_F(CorrectedRun, IsAsBeforeWhenTheCorrectionIsTakenBack) {
  wishes.renders = false;
  wishes.previews = false;
  run();
  const auto clips = files(places.clips);
  correct("black", {"dark"});
  run();
  EXPECT_NE(files(places.clips).at("transcript.txt").bytes, clips.at("transcript.txt").bytes);
  ASSERT_TRUE(save_corrections(places.corrections, {}));
  run();
  for (const auto& [name, mark] : files(places.clips)) EXPECT_EQ(mark.bytes, clips.at(name).bytes) << name;
}

TEST_F(CorrectedRun, SaysWhenItsCorrectionsAreDamaged) {
  written("corrections.json", "{");
  const Deaf deaf;
  Quiet quiet;
  const auto result = run_pipeline(*EpisodeId::parse("abc"), places, wishes, {deaf, {}, {}, 1}, quiet);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "the corrections of this transcript are damaged");
}

}  // namespace
}  // namespace podpromo
