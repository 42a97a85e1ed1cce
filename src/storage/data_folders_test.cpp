#include "storage/data_folders.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "storage/data_lock.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::milliseconds kNoPatience{0};
const EpisodeId kId = *EpisodeId::parse("abc");

class FoldersTest : public testing::Test {
 protected:
  FoldersTest() { EXPECT_TRUE(folders.make()); }
  void write(const fs::path& file, const std::string& text = "some media bytes") {
    ASSERT_TRUE(write_durably(file, text));
  }
  TestFolder folder;
  DataFolders folders = folder.folders();
};

TEST_F(FoldersTest, FindsTheSourceInTheEpisodesFolder) {
  write(folders.source(kId, "mkv"));
  EXPECT_EQ(folders.find_source(kId), folders.source(kId, "mkv"));
}

TEST_F(FoldersTest, FindsAFileThatLiesFlatAmongTheUploads) {
  write(folders.uploads / "abc.WAV");
  EXPECT_EQ(folders.find_source(kId), folders.uploads / "abc.WAV");
}

TEST_F(FoldersTest, FindsNothingWhereNothingIs) {
  write(folders.uploads / "abc.exe");
  write(folders.episode(kId) / "source.txt");
  EXPECT_EQ(*folders.find_source(kId), std::nullopt);
}

TEST_F(FoldersTest, KnowsTheNamesOfItsOwnFolders) {
  EXPECT_TRUE(folders.reserved(*EpisodeId::parse("transcripts")));
  EXPECT_FALSE(folders.reserved(kId));
}

TEST_F(FoldersTest, RemovesEverythingOfOneEpisodeAndNothingOfOthers) {
  const EpisodeId other = *EpisodeId::parse("abcd");
  for (const EpisodeId& id : {kId, other}) {
    write(folders.source(id, "mp3"));
    write(folders.work(id) / "20_sound.wav");
    write(folders.progress(id));
    write(folders.clip_list(id));
    write(folders.cover(id));
    write(folders.transcript(id));
    write(folders.log(id));
    write(folders.uploads / (id.text() + ".mp3"));
  }

  ASSERT_TRUE(folders.remove(kId));

  for (const fs::path& gone : {folders.episode(kId), folders.clips_of(kId), folders.previews(kId),
                               folders.transcript(kId), folders.log(kId), folders.uploads / "abc.mp3"})
    EXPECT_FALSE(fs::exists(gone)) << gone;
  for (const fs::path& kept : {folders.source(other, "mp3"), folders.clip_list(other), folders.cover(other),
                               folders.transcript(other), folders.log(other)})
    EXPECT_TRUE(fs::exists(kept)) << kept;
}

TEST_F(FoldersTest, RemovesTwiceWithoutComplaint) {
  write(folders.source(kId, "mp3"));
  EXPECT_TRUE(folders.remove(kId));
  EXPECT_TRUE(folders.remove(kId));
}

TEST_F(FoldersTest, ADeletionThatACrashCutShortIsRemembered) {
  write(folders.source(kId, "mp3"));
  write(folders.clip_list(kId));

  ASSERT_TRUE(folders.put_away(kId));

  EXPECT_FALSE(fs::exists(folders.episode(kId)));
  EXPECT_FALSE(fs::exists(folders.clips_of(kId)));
  EXPECT_THAT(folders.put_away_before(), ElementsAre(kId));
  ASSERT_TRUE(folders.clear_away(kId));
  EXPECT_THAT(folders.put_away_before(), IsEmpty());
  EXPECT_TRUE(fs::is_empty(folders.clips / ".trash"));
}

TEST_F(FoldersTest, AnIdThatIsInUseAgainIsNotBeingDeleted) {
  write(folders.source(kId, "mp3"));
  ASSERT_TRUE(folders.put_away(kId));
  write(folders.source(kId, "mp3"));
  write(folders.uploads / ".trash" / "nonsense" / "x");
  EXPECT_THAT(folders.put_away_before(), IsEmpty());
}

TEST_F(FoldersTest, ClearsWhatACrashLeft) {
  write(folders.uploads / ".trash" / "abc-0" / "source.mp3");
  write(folders.outputs / ".trash" / "abc-0" / "cover.jpg");
  write(folders.incoming() / "half");
  write(folders.episode(kId) / "progress.json.12-3.draft");
  write(folders.progress(kId));

  folders.empty_trash();

  EXPECT_FALSE(fs::exists(folders.uploads / ".trash"));
  EXPECT_FALSE(fs::exists(folders.outputs / ".trash"));
  EXPECT_TRUE(fs::exists(folders.incoming() / "half"));
  EXPECT_FALSE(fs::exists(folders.episode(kId) / "progress.json.12-3.draft"));
  EXPECT_TRUE(fs::exists(folders.progress(kId)));
}

TEST_F(FoldersTest, NamesTheSettingOfAFolderThatCantBeMade) {
  folders.logs = "/proc/podpromo";
  const auto made = folders.make();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().fault, Fault::denied);
  EXPECT_EQ(made.error().reason, "the folder that LOGS_DIR names can't be made");
}

TEST_F(FoldersTest, MakesNothingWhenOneOfThemIsAFile) {
  write(folder / "file");
  const DataFolders fresh{folder / "new-uploads", folder / "file" / "outputs", folders.logs, folders.transcripts,
                          folders.clips};
  const auto made = fresh.make();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "the folder that OUTPUT_DIR names can't be made");
  EXPECT_EQ(made.error().detail, "file is not a folder");
  EXPECT_FALSE(fs::exists(folder / "new-uploads"));
}

TEST_F(FoldersTest, RefusesALayoutThatWouldMixEpisodes) {
  for (const fs::path& clips : {folders.uploads, folders.uploads / "x" / "..", folders.outputs / "previews"}) {
    folders.clips = clips;
    EXPECT_EQ(folders.check_layout().error().fault, Fault::bad_request) << clips;
  }
}

TEST_F(FoldersTest, RefusesAFolderThatWouldBeClearedAway) {
  folders.logs = folders.uploads / ".incoming" / "logs";
  EXPECT_EQ(folders.check_layout().error().reason, "LOGS_DIR lies in .incoming, where files are deleted");
}

TEST_F(FoldersTest, RefusesATrashOnAnotherFileSystem) {
  fs::create_directory_symlink("/proc", folders.clips / ".trash");
  EXPECT_EQ(folders.check_renames().error().fault, Fault::bad_request);
}

TEST_F(FoldersTest, TakesFoldersThatShareOne) {
  const DataFolders shared{folder / "a", folder / "a", folder / "a", folder / "a", folder / "a" / "clips"};
  EXPECT_TRUE(shared.make());
}

TEST_F(FoldersTest, RefusesASecondServer) {
  auto first = DataLock::take(folders);
  ASSERT_TRUE(first);

  const auto second = DataLock::take(folders, kNoPatience);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::conflict);
  EXPECT_EQ(second.error().reason, "another PodPromo server is running on the same data folders");
}

TEST_F(FoldersTest, RefusesASecondServerThatSharesTheUploadsOnly) {
  auto first = DataLock::take(folders);
  DataFolders others = folders;
  others.outputs = folder / "other-outputs";
  EXPECT_FALSE(DataLock::take(others, kNoPatience));
}

TEST_F(FoldersTest, TellsWhetherAServerIsThereWithoutLeavingATrace) {
  EXPECT_FALSE(DataLock::is_held(folders));
  EXPECT_FALSE(fs::exists(folders.locks().front()));
  const auto first = DataLock::take(folders);
  EXPECT_TRUE(DataLock::is_held(folders));
}

TEST_F(FoldersTest, KnowsWhenAServerWasThereLast) {
  {
    const auto first = DataLock::take(folders);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->alive_before(), std::nullopt);
    first->is_alive();
  }
  const auto second = DataLock::take(folders);
  ASSERT_TRUE(second && second->alive_before());
  EXPECT_LT(std::chrono::abs(*second->alive_before() - std::chrono::system_clock::now()), std::chrono::minutes(1));
}

TEST_F(FoldersTest, WaitsForAServerThatIsAboutToStop) {
  auto first = DataLock::take(folders);
  const std::jthread stopping([&] { const auto gone = std::move(first); });
  EXPECT_TRUE(DataLock::take(folders));
}

TEST_F(FoldersTest, LetsTheNextServerInWhenTheFirstIsGone) {
  {
    const auto first = DataLock::take(folders);
  }
  EXPECT_TRUE(DataLock::take(folders));
}

}  // namespace

}  // namespace podpromo
