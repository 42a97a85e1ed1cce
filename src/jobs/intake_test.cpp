#include "jobs/intake.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <thread>

#include "base/file_descriptor.hpp"
#include "base/sha256.hpp"
#include "jobs/workshop_fixture.hpp"
#include "storage/episode_record.hpp"

namespace podpromo {

namespace {

// Arrived media on its way into a real workshop; its workers don't run unless a test starts them.
class IntakeTest : public WorkshopTest {
 protected:
  IntakeTest() {
    build();
    EXPECT_TRUE(uploads.open());
  }

  ArrivedMedia arrived(const std::string& name, const std::string& bytes = kMp3) {
    const fs::path file = folders.incoming() / (name + ".mp3");
    EXPECT_TRUE(write_durably(file, bytes));
    return {.id = id(name), .file = file, .bytes = bytes.size(), .filename = "Bees & bread.MP3"};
  }
  // An upload whose last byte has come.
  std::shared_ptr<ResumableUpload> uploaded(const std::string& name, const std::string& bytes = kMp3,
                                            const std::string& transcript = {}) {
    // filename Bees.mp3, title On bees
    UploadRecord record{.id = id(name), .length = bytes.size(), .metadata = "filename QmVlcy5tcDM=,title T24gYmVlcw=="};
    if (!transcript.empty()) record.transcript = id(transcript);
    auto upload = std::move(uploads.create(std::move(record))).value();
    auto writer = std::move(upload->write({.offset = 0})).value();
    EXPECT_TRUE(writer->take(bytes));
    EXPECT_TRUE(writer->finish());
    return upload;
  }
  // A transcript that has arrived under the name of Bees.srt.
  std::shared_ptr<ResumableUpload> uploaded_words(const std::string& name, const std::string& text) {
    auto upload = std::move(uploads.create({.id = id(name),
                                            .role = UploadRole::transcript,
                                            .length = text.size(),
                                            .metadata = "filename QmVlcy5zcnQ=,kind dHJhbnNjcmlwdA=="}))
                      .value();
    auto writer = std::move(upload->write({.offset = 0})).value();
    EXPECT_TRUE(writer->take(text));
    EXPECT_TRUE(writer->finish());
    return upload;
  }
  std::size_t episodes_there() { return episodes.newest(100)->size(); }
  Intake& intake() { return intake_.emplace(folders, episodes, *workshop, clock, ClipWishes{}); }

  inline static const std::string kMp3 = "ID3" + std::string(8000, 'x');
  inline static const std::string kWords = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";

  std::optional<Intake> intake_;
  UploadStore uploads{UploadPlace{.folder = folders.incoming(), .limits = {.free_space_reserve = 0}, .clock = clock}};
};

TEST_F(IntakeTest, MakesAnEpisodeWithAllThatWasSaid) {
  ArrivedMedia media = arrived("abc");
  media.title = "On bees";
  media.show = "The Long Way Round";
  media.language = "de";
  const auto outcome = intake().take_in(media);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->episode, id());
  EXPECT_FALSE(outcome->duplicate);
  const auto episode = episodes.find(id());
  ASSERT_TRUE(episode);
  EXPECT_EQ(episode->title, "On bees");
  EXPECT_EQ(episode->filename, "Bees & bread.MP3");
  EXPECT_EQ(episode->wishes["show"], "The Long Way Round");
  EXPECT_EQ(episode->wishes["language"], "de");
  EXPECT_EQ(episode->wishes["file_name"], "Bees & bread.MP3");
  EXPECT_EQ(episode->sha256, "");
  EXPECT_EQ(read_whole(folders.source(id(), "mp3")), kMp3);
  EXPECT_EQ(state(), JobState::waiting);
}

TEST_F(IntakeTest, TakesNamesAsOneLine) {
  ArrivedMedia media = arrived("abc");
  media.title = std::string("On bees\r\n\0\x1b[31m & bread", 23);
  media.show = "The Long\nWay Round";
  media.filename = "Bees\t.mp3";
  ASSERT_TRUE(intake().take_in(media));
  const auto episode = episodes.find(id());
  EXPECT_EQ(episode->title, "On bees    [31m & bread");
  EXPECT_EQ(episode->filename, "Bees .mp3");
  EXPECT_EQ(episode->wishes["title"], episode->title);
  EXPECT_EQ(episode->wishes["show"], "The Long Way Round");
}

TEST_F(IntakeTest, KeepsTheTranscriptThatCameWithTheMedia) {
  ArrivedMedia media = arrived("abc");
  media.transcript = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
  media.transcript_name = "Bees.srt";
  ASSERT_TRUE(intake().take_in(media));
  EXPECT_EQ(read_whole(folders.given_transcript(id(), ".srt")), media.transcript);
  EXPECT_EQ(episodes.find(id())->wishes["transcript"], "given-transcript.srt");
  EXPECT_EQ(episodes.find(id())->wishes["transcript_name"], "Bees.srt");
}

TEST_F(IntakeTest, KeepsLittleOfTheNameOfATranscript) {
  ArrivedMedia media = arrived("abc");
  media.transcript = kWords;
  media.transcript_name = "a." + std::string(500, 'x');
  ASSERT_TRUE(intake().take_in(media));
  EXPECT_EQ(read_whole(folders.given_transcript(id(), "")), kWords);
}

TEST_F(IntakeTest, TakesTheTranscriptThatAnUploadNames) {
  const auto words = uploaded_words("words", kWords);
  const auto upload = uploaded("abc", kMp3, "words");
  ASSERT_TRUE(intake().take_in(uploads, *upload));
  EXPECT_EQ(read_whole(folders.given_transcript(id(), ".srt")), kWords);
  EXPECT_EQ(words->look().record.became, id());
  EXPECT_FALSE(fs::exists(upload_transcript_file(folders.incoming(), id())));
}

TEST_F(IntakeTest, TakesItAlsoWhenTheLastLifeEndedBefore) {
  uploaded_words("words", kWords);
  uploaded("abc", kMp3, "words");
  UploadStore next({.folder = folders.incoming(), .limits = {.free_space_reserve = 0}, .clock = clock});
  ASSERT_TRUE(next.open());
  intake().take_in_complete(next);
  EXPECT_EQ(read_whole(folders.given_transcript(id(), ".srt")), kWords);
  EXPECT_EQ(episodes_there(), 1U);
}

// A pipe stands for a file that takes long to read.
TEST_F(IntakeTest, TakesOthersInWhileItReadsALargeFile) {
  const fs::path pipe = folders.incoming() / "large.mp3";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  Intake& both = intake();
  Result<UploadOutcome> large = UploadOutcome{id()};
  std::thread reader([&] {
    large = both.take_in({.id = id("large"), .file = pipe, .bytes = 1, .filename = "a.mp3", .sha256 = "another"});
  });
  // Opens when the reader has.
  {
    const FileDescriptor writer(::open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
    EXPECT_TRUE(both.take_in(arrived("small")));
  }
  reader.join();
  EXPECT_EQ(large.error().fault, Fault::unreadable_media);
}

TEST_F(IntakeTest, SaysOfAFileThatIsHereAlreadyWhetherItsTranscriptIsToo) {
  ArrivedMedia media = arrived("old");
  media.transcript = kWords;
  media.transcript_name = "Bees.srt";
  ASSERT_TRUE(intake().take_in(media));
  media.id = id("new");
  EXPECT_FALSE(intake().take_in(media)->transcript_left_out);
  media.transcript = "1\n00:00:01,000 --> 00:00:02,000\nGoodbye\n";
  EXPECT_TRUE(intake().take_in(media)->transcript_left_out);
  EXPECT_EQ(read_whole(folders.given_transcript(id("old"), ".srt")), kWords);
}

TEST_F(IntakeTest, LeavesTheTranscriptOutWhenTheContentIsHereAlready) {
  ASSERT_TRUE(intake().take_in(arrived("old")));
  const auto words = uploaded_words("words", kWords);
  const auto outcome = intake().take_in(uploads, *uploaded("abc", kMp3, "words"));
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->duplicate);
  EXPECT_TRUE(outcome->transcript_left_out);
  EXPECT_TRUE(load_upload_record(folders.incoming(), id())->transcript_left_out);
  EXPECT_EQ(words->look().record.became, id());
  EXPECT_FALSE(fs::exists(folders.given_transcript(id("old"), ".srt")));
}

TEST_F(IntakeTest, DeletesAtTheStartATranscriptThatIsNone) {
  uploaded_words("good", kWords);
  uploaded_words("bad", "Dear diary");
  intake().take_in_complete(uploads);
  EXPECT_TRUE(uploads.find(id("good")));
  EXPECT_EQ(uploads.find(id("bad")).error().fault, Fault::not_found);
  EXPECT_EQ(episodes_there(), 0U);
}

TEST_F(IntakeTest, RefusesATranscriptThatIsNone) {
  ArrivedMedia media = arrived("abc");
  media.transcript = "Dear diary";
  media.transcript_name = "Bees.srt";
  EXPECT_EQ(intake().take_in(media).error().fault, Fault::bad_request);
  EXPECT_EQ(episodes_there(), 0U);
}

TEST_F(IntakeTest, NamesTheEpisodeThatHasTheSameContent) {
  ASSERT_TRUE(intake().take_in(arrived("abc")));
  const auto again = intake().take_in(arrived("second"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->episode, id());
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(episodes_there(), 1U);
  EXPECT_FALSE(fs::exists(folders.episode(id("second"))));
}

// Its own copy would go, and that of the episode soon after.
TEST_F(IntakeTest, TakesTheSameContentAnewWhileItsEpisodeIsBeingDeleted) {
  pipeline.before = [this](Stage, StageListener&, const std::stop_token&) -> Done {
    at_work.open();
    let_go.wait();
    return {};
  };
  settings.patience = std::chrono::milliseconds(0);
  build();
  workshop->start();
  ASSERT_TRUE(intake().take_in(arrived("abc")));
  at_work.wait();
  EXPECT_EQ(workshop->remove(id()).error().fault, Fault::conflict);
  const auto again = intake().take_in(arrived("second"));
  let_go.open();
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->duplicate);
  ASSERT_TRUE(episodes.find(id("second")));
}

TEST_F(IntakeTest, TakesOtherContentOfTheSameLength) {
  ASSERT_TRUE(intake().take_in(arrived("abc")));
  const auto other = intake().take_in(arrived("other", "ID3" + std::string(8000, 'y')));
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->duplicate);
  EXPECT_EQ(episodes_there(), 2U);
  EXPECT_EQ(episodes.find(id("other"))->sha256, sha256_hex("ID3" + std::string(8000, 'y')));
}

TEST_F(IntakeTest, RefusesWhatIsNotTheFileThatWasAnnounced) {
  ArrivedMedia media = arrived("abc");
  media.sha256 = sha256_hex("another file");
  EXPECT_EQ(intake().take_in(media).error().fault, Fault::unreadable_media);
  EXPECT_EQ(episodes_there(), 0U);
  media.sha256 = sha256_hex(kMp3);
  EXPECT_TRUE(intake().take_in(media));
}

TEST_F(IntakeTest, LosesNoByteWhenTheEpisodeCannotBeMade) {
  const auto upload = uploaded("abc");
  ASSERT_TRUE(write_durably(folders.episode(id()), "in the way"));
  EXPECT_FALSE(intake().take_in(uploads, *upload));
  EXPECT_EQ(episodes_there(), 0U);
  EXPECT_EQ(read_whole(upload_data_file(folders.incoming(), id())), kMp3);
  EXPECT_TRUE(intake().take_in(uploads, *upload));
  EXPECT_EQ(read_whole(folders.source(id(), "mp3")), kMp3);
}

TEST_F(IntakeTest, TakesInAtTheStartWhatHadArrived) {
  uploaded("abc");
  intake().take_in_complete(uploads);
  EXPECT_EQ(episodes.find(id())->title, "On bees");
  EXPECT_EQ((*uploads.find(id()))->look().record.became, id());
  EXPECT_EQ(state(), JobState::waiting);
}

// The crash came after the episode was there and before the upload knew.
TEST_F(IntakeTest, DoublesNothingAfterACrash) {
  const auto upload = uploaded("abc");
  ASSERT_TRUE(intake().take_in(
      {.id = id(), .file = upload_data_file(folders.incoming(), id()), .bytes = kMp3.size(), .filename = "Bees.mp3"}));
  EXPECT_FALSE(upload->look().record.became);
  intake().take_in_complete(uploads);
  EXPECT_EQ(episodes_there(), 1U);
  EXPECT_EQ(upload->look().record.became, id());
  EXPECT_FALSE(upload->look().record.duplicate);
}

// The crash came when the media had its place and nobody else knew.
TEST_F(IntakeTest, KeepsItsNameWhenACrashLetsTheStartAdoptIt) {
  uploaded("abc");
  ASSERT_TRUE(save_record(folders, {.id = id(), .title = "On bees", .filename = "Bees.mp3", .extension = "mp3"}));
  fs::create_hard_link(upload_data_file(folders.incoming(), id()), folders.source(id(), "mp3"));
  ASSERT_TRUE(workshop->recover());
  intake().take_in_complete(uploads);
  EXPECT_EQ(episodes_there(), 1U);
  EXPECT_EQ(episodes.find(id())->title, "On bees");
  EXPECT_EQ((*uploads.find(id()))->look().record.became, id());
}

}  // namespace

}  // namespace podpromo
