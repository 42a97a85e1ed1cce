// The fences: a third party's headers are seen by the one folder that hides it.
#include "house.hpp"

#include <gmock/gmock.h>

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<Fence> kFences = {
    {"whisper.h", {"src/speech/whisper"}},
    {"ggml", {"src/speech/whisper"}},
    {"pocketsphinx", {"src/speech/align"}},
    {"sphinxbase/", {"src/speech/align"}},
    {"flite", {"src/speech/align"}},
    {"sqlite3.h", {"src/storage/sqlite"}},
    {"boost/", {"src/http"}},
    {"brotli/", {"src/http"}},
    {"curl/", {"src/models", "src/speech/remote", "src/upload/client"}},
    {"zip.h", {"src/models"}},
    {"zlib.h", {"src/http", "src/media"}},
    {"openssl/", {"src/access", "src/base", "src/http"}},
    {"CLI/", {"apps/podpromo"}},
    {"linux/", {"src/process"}},
};
const std::vector<std::string> kBackEnds = {"storage/sqlite", "speech/remote", "speech/whisper"};

TEST(Fences, EveryThirdPartyStaysBehindItsOwn) {
  EXPECT_THAT(crossed_fences(source_files({"src", "apps"}, {".hpp", ".cpp"}), kFences), IsEmpty());
}

TEST(Fences, OnlyTheStudioNamesBackEnds) {
  EXPECT_THAT(named_back_ends(source_files({"src", "apps"}, {".hpp", ".cpp"}), kBackEnds), IsEmpty());
}

TEST(Fences, ACrossedOneIsNamed) {
  const auto file = source_file("src/jobs/queue.cpp", "#include <sqlite3.h>\n");

  EXPECT_THAT(crossed_fences({file}, kFences), ElementsAre("src/jobs/queue.cpp includes sqlite3.h"));
}

TEST(Fences, ABackEndNamedOutsideTheStudioIsNamed) {
  const auto file = source_file("src/jobs/worker.cpp", "#include \"storage/sqlite/queue.hpp\"\n");

  EXPECT_THAT(named_back_ends({file}, kBackEnds), ElementsAre("src/jobs/worker.cpp includes storage/sqlite/queue.hpp"));
}

}  // namespace
}  // namespace podpromo::house
