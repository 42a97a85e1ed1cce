#include "base/durable.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include <gmock/gmock.h>

namespace podpromo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Durable : public testing::Test {
 protected:
  Durable() {
    std::string name = (fs::temp_directory_path() / "podpromo-base-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Durable() override {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
      names.insert(entry.path().lexically_relative(folder_).string());
    return names;
  }

  fs::path folder_;
};

TEST_F(Durable, AFileIsWrittenWholeAndNothingStaysBesideIt) {
  ASSERT_TRUE(write_durably(folder_ / "deep" / "er" / "file", std::string("a\0b", 3)));
  EXPECT_EQ(read_whole(folder_ / "deep" / "er" / "file"), std::string("a\0b", 3));
  EXPECT_THAT(names(), ElementsAre("deep", "deep/er", "deep/er/file"));
}

TEST_F(Durable, AReaderSeesTheOldOrTheNewWhole) {
  const std::string old(300'000, 'o'), fresh(200'000, 'n');
  ASSERT_TRUE(write_durably(folder_ / "file", old));
  std::atomic<bool> over = false;
  const std::jthread writer([&] {
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(write_durably(folder_ / "file", i % 2 == 0 ? fresh : old));
    }
    over = true;
  });
  while (!over) {
    const auto seen = read_whole(folder_ / "file");
    ASSERT_TRUE(seen);
    ASSERT_TRUE(*seen == old || *seen == fresh) << seen->size();
  }
}

TEST_F(Durable, ADraftThatIsNotKeptIsGone) {
  {
    auto draft = Draft::begin(folder_ / "file");
    ASSERT_TRUE(draft);
    ASSERT_TRUE(draft->write("half"));
    EXPECT_THAT(names(), testing::SizeIs(1));
  }
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Durable, AnotherWriterMayFillTheDraftByItsName) {
  auto draft = Draft::begin(folder_ / "file");
  ASSERT_TRUE(draft);
  ASSERT_TRUE(write_durably(draft->path(), "by a program"));
  ASSERT_TRUE(draft->keep());
  EXPECT_EQ(read_whole(folder_ / "file"), "by a program");
}

TEST_F(Durable, ADiskThatIsFullLeavesTheOldFile) {
  ASSERT_TRUE(write_durably(folder_ / "file", "old"));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto written = write_durably(folder_ / "file", std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(written);
  EXPECT_EQ(read_whole(folder_ / "file"), "old");
  EXPECT_THAT(names(), ElementsAre("file"));
}

TEST_F(Durable, ReadingSaysWhatIsWrong) {
  ASSERT_TRUE(write_durably(folder_ / "file", "eleven bytes"));
  EXPECT_EQ(read_whole(folder_ / "none").error().fault, Fault::not_found);
  EXPECT_EQ(read_whole(folder_ / "file", 5).error().fault, Fault::too_large);
  EXPECT_FALSE(read_whole(folder_));
}

TEST_F(Durable, OnlyDraftsOfOursAreTidiedUp) {
  for (const auto* name : {"clips.json.123-4.draft", "novel.draft", "novel-2.draft", "below/clip.mp4.9-0.draft"})
    ASSERT_TRUE(write_durably(folder_ / name, "text"));
  remove_drafts(folder_);
  EXPECT_THAT(names(), ElementsAre("below", "below/clip.mp4.9-0.draft", "novel-2.draft", "novel.draft"));
  remove_drafts_below(folder_);
  EXPECT_THAT(names(), ElementsAre("below", "novel-2.draft", "novel.draft"));
}

}  // namespace
}  // namespace podpromo
