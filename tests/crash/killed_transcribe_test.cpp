#include <poll.h>

#include <csignal>
#include <cstdlib>

#include <chrono>
#include <iostream>
#include <random>
#include <set>

#include "program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace podpromo {
namespace {

using namespace std::chrono_literals;

using testing::Ge;
using testing::IsEmpty;
using testing::SizeIs;

using Clock = std::chrono::steady_clock;

// The numbers of the chunks in a journal of heard words, in the order in which they were written down. A line that was
// cut short is none.
std::vector<std::size_t> chunks_in(const std::string& journal) {
  std::vector<std::size_t> numbers;
  for (std::size_t at = 0, end = 0; (end = journal.find('\n', at)) != std::string::npos; at = end + 1) {
    const auto line = nlohmann::json::parse(journal.substr(at, end - at), nullptr, false);
    if (line.is_object() && line.contains("chunk")) numbers.push_back(line["chunk"].get<std::size_t>());
  }
  return numbers;
}

// Each run keeps what it heard in a cache of its own.
class KilledTranscribe : public WholeProgram {
 protected:
  void SetUp() override {
    if (!has_model())
      GTEST_SKIP() << "The models tiny.en and silero-vad are not installed: podpromo models pull tiny.en";
    const std::string talk = spoken_episode().string();
    episode_ = made("episode.mp3", {"-stream_loop", "11", "-i", talk, "-c", "copy"});
    const auto begin = Clock::now();
    ASSERT_EQ(podpromo(transcribe_into("undisturbed"), {cache("undisturbed")}).exit_code, 0);
    undisturbed_for_ = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    undisturbed_ = read_whole(folder_ / "undisturbed.json").value_or("");
    ASSERT_THAT(chunks_in(journal("undisturbed")), SizeIs(Ge(16u)));
  }

  Arguments transcribe_into(const std::string& name) const {
    return {"transcribe", episode_.string(), "--format", "json", "--out", (folder_ / (name + ".json")).string(),
            "--model",    "tiny.en",         "--quiet"};
  }
  std::string cache(const std::string& name) const { return "XDG_CACHE_HOME=" + (folder_ / name).string(); }

  std::string journal(const std::string& name) const {
    for (const auto& [file, bytes] : bytes_in(folder_ / name))
      if (file.ends_with("30_words.journal")) return bytes;
    return {};
  }

  // False when the command had ended by itself before.
  bool killed_after(const std::string& name, std::chrono::milliseconds after) const {
    ::setenv("XDG_CACHE_HOME", (folder_ / name).c_str(), 1);
    auto child = podpromo_started(transcribe_into(name));
    ::unsetenv("XDG_CACHE_HOME");
    if (!child) ADD_FAILURE() << child.error().reason;
    if (!child) return false;
    struct pollfd ready = {.fd = child->exited.get(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(after.count())) > 0) return false;
    child->signal_group(SIGKILL);
    return child->reap() == 128 + SIGKILL;
  }

  fs::path episode_;
  std::chrono::milliseconds undisturbed_for_{0};
  std::string undisturbed_;
};

// Four kills in each of five runs. What a kill leaves in the journal stays there and is not heard a second time, so no
// more is lost than what the workers were at.
TEST_F(KilledTranscribe, AtTwentyRandomInstantsHearsNoGroupTwiceAndEndsWithTheSameBytes) {
  const unsigned seed = std::random_device{}();
  std::cout << "The instants come from seed " << seed << ".\n";
  std::mt19937 random(seed);
  std::uniform_int_distribution<long> instant(0, undisturbed_for_.count() * 5 / 4);
  std::size_t kept_by_kills = 0;
  for (int number = 0; number < 20; ++number) {
    const std::string name = "run-" + std::to_string(number / 4);
    const std::chrono::milliseconds after{instant(random)};
    SCOPED_TRACE("seed " + std::to_string(seed) + ", kill " + std::to_string(number) + " after " +
                 std::to_string(after.count()) + " ms");
    const std::string before = journal(name);
    killed_after(name, after);
    EXPECT_TRUE(journal(name).starts_with(before.substr(0, before.rfind('\n') + 1))) << "the journal lost a finding";
    if (number % 4 < 3) continue;
    kept_by_kills += chunks_in(journal(name)).size();
    EXPECT_EQ(podpromo(transcribe_into(name), {cache(name)}).exit_code, 0);
    EXPECT_EQ(read_whole(folder_ / (name + ".json")).value_or(""), undisturbed_);
    const auto heard = chunks_in(journal(name));
    EXPECT_EQ(std::set(heard.begin(), heard.end()).size(), heard.size()) << "a chunk was heard twice";
    EXPECT_THAT(heard, SizeIs(chunks_in(journal("undisturbed")).size()));
    EXPECT_THAT(drafts_in(folder_ / name), IsEmpty());
  }
  EXPECT_GT(kept_by_kills, 0u) << "no kill came after a chunk was heard";
}

}  // namespace
}  // namespace podpromo
