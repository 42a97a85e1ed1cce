// Disks that make trouble, as small file systems in a mount namespace of their own: a server that can't keep data says
// so at its start, names the setting, ends with the code for it and leaves nothing behind.
#include "program.hpp"
#include "server.hpp"

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::HasSubstr;

struct Trouble {
  const char* name;
  const char* before;  // shell, in the folder of the test, where ./small is a file system of 1 MB
  const char* flags;
  int exit_code;
  const char* says;
  const char* remedy;
};

constexpr Trouble kTroubles[]{
    {"ReadOnlyMount", "mount -o remount,ro small", "--upload-dir small/uploads", 6,
     "the folder that UPLOAD_DIR names can't be made", "Set UPLOAD_DIR to a folder you may write to"},
    {"ReadOnlyMountWithFolders", "mkdir small/logs; mount -o remount,ro small", "--logs-dir small/logs", 6,
     "the folder that LOGS_DIR names can't be written to", "Set LOGS_DIR"},
    {"FullDisk", "mkdir small/clips; head -c 2000000 /dev/zero >small/filler 2>/dev/null", "--clips-dir small/clips", 6,
     "the disk of the folder that CLIPS_DIR names is full", "Free some space there, or set CLIPS_DIR"},
    {"FullDiskWithoutFolders", "head -c 2000000 /dev/zero >small/filler 2>/dev/null", "--output-dir small/a/b", 6,
     "the disk of the folder that OUTPUT_DIR names is full", "Free some space there, or set OUTPUT_DIR"},
    {"NotAFolder", "touch small/file", "--transcripts-dir small/file", 6,
     "the folder that TRANSCRIPTS_DIR names can't be made", "Set TRANSCRIPTS_DIR"},
    {"ParentIsAFile", "touch small/file", "--output-dir small/file/outputs", 6,
     "the folder that OUTPUT_DIR names can't be made", "Set OUTPUT_DIR"},
    {"LinkToNowhere", "ln -s /proc/nowhere/uploads small/link", "--upload-dir small/link", 6,
     "the folder that UPLOAD_DIR names can't be made", "Set UPLOAD_DIR"},
    {"IncomingElsewhere", "mkdir -p uploads/.incoming; mount -t tmpfs tmpfs uploads/.incoming", "--upload-dir uploads",
     2, ".incoming is on another file system than the folder it is in", "Remove that link or mount"},
    {"TrashElsewhere", "mkdir -p clips; ln -s ../small clips/.trash", "--clips-dir clips", 2,
     ".trash is on another file system than the folder it is in", "Remove that link or mount"},
    {"TwoInOne", "true", "--upload-dir small/a --clips-dir small/a/../a", 2, "UPLOAD_DIR and CLIPS_DIR name one place",
     "Give each a folder of its own"},
};

class DataDisks : public WholeProgram, public testing::WithParamInterface<Trouble> {
 protected:
  void SetUp() override {
    if (done("unshare", {"-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"}).exit_code != 0)
      GTEST_SKIP() << "This machine lets nobody mount a file system of one's own.";
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    fs::create_directory(folder_ / "small");
  }
  // Runs a shell script in the folder of the test, with a file system of 1 MB at ./small.
  Finished with_small_disk(const std::string& script) const {
    return done("unshare", {"-rm", "sh", "-c",
                            "cd '" + folder_.string() + "' && mount -t tmpfs -o size=1m tmpfs small && " + script});
  }
};

TEST_P(DataDisks, EndTheStartWithAClearWordAndNothingChanged) {
  const Trouble trouble = GetParam();
  const std::string serve = std::string(PODPROMO_PROGRAM) + " serve --port 0 --model tiny.en " + trouble.flags;

  const Finished finished = with_small_disk(std::string(trouble.before) + "; before=$(find . | sort); " + serve +
                                            "; code=$?; [ \"$before\" = \"$(find . | sort)\" ] || find .; "
                                            "exit $code");

  EXPECT_EQ(finished.exit_code, trouble.exit_code) << finished.error_tail;
  EXPECT_THAT(finished.error_tail, HasSubstr(trouble.says));
  EXPECT_THAT(finished.error_tail, HasSubstr(trouble.remedy));
  EXPECT_EQ(finished.output, "") << "names that changed";
}

TEST_P(DataDisks, AreFoundByTheDoctor) {
  const Trouble trouble = GetParam();
  const Finished finished = with_small_disk(std::string(trouble.before) + "; " + PODPROMO_PROGRAM +
                                            " doctor --port 0 --model tiny.en " + trouble.flags);
  EXPECT_EQ(finished.exit_code, 7) << finished.output;
}

INSTANTIATE_TEST_SUITE_P(Troubles, DataDisks, testing::ValuesIn(kTroubles),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace podpromo
