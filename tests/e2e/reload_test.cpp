// serve --reload: a new program starts the server again, and nothing else does.
#include "program.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>

namespace podpromo {
namespace {

using std::chrono::steady_clock;

class Reload : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    fs::create_directories(folder_ / "build");
    fs::copy_file(PODPROMO_PROGRAM, program());
    auto started = Child::start({.program = "env",
                                 .arguments = {"-C", folder_.string(), program().string(), "serve", "--reload",
                                               "--port", "0", "--model", "tiny.en"},
                                 .limits = {.low_priority = false}},
                                false);
    ASSERT_TRUE(started);
    server_.emplace(std::move(*started));
  }
  fs::path program() const { return folder_ / "build" / "podpromo"; }

  // Reads what the server says for so long, or until it said `text` so many times; how often it did so far.
  int said(const std::string& text, int times, std::chrono::seconds patience) {
    for (const auto until = steady_clock::now() + patience; steady_clock::now() < until && count(text) < times;) {
      pollfd ready{server_->errors.get(), POLLIN, 0};
      if (::poll(&ready, 1, 100) <= 0) continue;
      std::array<char, 4096> room{};
      const auto got = ::read(server_->errors.get(), room.data(), room.size());
      if (got > 0) heard_.append(room.data(), static_cast<std::size_t>(got));
    }
    return count(text);
  }
  void replace_program() const {
    fs::copy_file(PODPROMO_PROGRAM, folder_ / "build" / "podpromo.new");
    fs::rename(folder_ / "build" / "podpromo.new", program());
  }

 private:
  int count(const std::string& text) const {
    int found = 0;
    for (auto at = heard_.find(text); at != std::string::npos; at = heard_.find(text, at + 1)) ++found;
    return found;
  }
  std::optional<Child> server_;
  std::string heard_;
};

TEST_F(Reload, DataThatIsWrittenRestartsNothingAndANewProgramDoes) {
  using namespace std::chrono_literals;
  ASSERT_EQ(said("PodPromo is at", 1, 30s), 1);

  for (const char* file : {"uploads/abc/source.mp3", "uploads/abc/progress.json", "outputs/clips/abc/clips.json",
                           "outputs/previews/abc/a.mp4", "uploads/transcripts/abc.json", "logs/abc.log", "src/main.cpp",
                           "build/podpromo.o", "build/podpromo-clips"})
    written(file, "some bytes");
  EXPECT_EQ(said("PodPromo is at", 2, 3s), 1);

  replace_program();
  EXPECT_EQ(said("PodPromo is at", 2, 30s), 2);
  replace_program();
  EXPECT_EQ(said("PodPromo is at", 3, 30s), 3);
}

}  // namespace
}  // namespace podpromo
