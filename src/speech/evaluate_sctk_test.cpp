// Our counts beside those of NIST's scoring toolkit, which papers quote: sclite for words, md-eval for speakers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "models/private_folder.hpp"
#include "speech/evaluate.hpp"
#include "speech/speaker_errors.hpp"

namespace podpromo {
namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(::popen(command.c_str(), "r"));
  std::string output;
  for (int letter = 0; pipe && (letter = std::fgetc(pipe.get())) != EOF;) output += static_cast<char>(letter);
  return output;
}

class BesideNist : public testing::Test {
 protected:
  void SetUp() override {
    if (output_of("command -v sctk").empty()) GTEST_SKIP() << "sctk is not installed";
  }

  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  PrivateFolder folder_;
  std::mt19937 random_{2026};
};

class BesideSclite : public BesideNist {
 protected:
  std::string word() { return fmt::format("w{}", below(40)); }

  std::vector<std::string> text(std::size_t words) {
    std::vector<std::string> all(words);
    std::generate(all.begin(), all.end(), [this] { return word(); });
    return all;
  }

  // As a recogniser would: one word in eight goes wrong somehow.
  std::vector<std::string> misheard(const std::vector<std::string>& text) {
    std::vector<std::string> heard;
    for (const std::string& said : text) {
      const std::size_t fate = below(24);
      if (fate == 0) continue;
      heard.push_back(fate == 1 ? word() : said);
      if (fate == 2) heard.push_back(word());
    }
    return heard;
  }
};

std::string line_of(const std::vector<std::string>& text, std::size_t number) {
  return fmt::format("{} (a_{})\n", fmt::join(text, " "), number);
}

TEST_F(BesideSclite, CountsTheSameWordsWrong) {
  WordErrors ours;
  std::string reference, heard;
  for (std::size_t i = 0; i < 200; ++i) {
    const auto said = text(5 + below(60)), got = misheard(said);
    const WordErrors errors = word_errors(said, got);
    ours.reference_words += errors.reference_words;
    ours.substitutions += errors.substitutions;
    ours.deletions += errors.deletions;
    ours.insertions += errors.insertions;
    reference += line_of(said, i);
    heard += line_of(got, i);
  }
  folder_.write("said.trn", reference);
  folder_.write("heard.trn", heard);
  const std::string table = output_of(fmt::format("sctk sclite -r {} trn -h {} trn -i rm -o rsum stdout",
                                                  (folder_ / "said.trn").string(), (folder_ / "heard.trn").string()));
  std::smatch sum;
  // Sentences, words | right, substituted, deleted, inserted, wrong in all
  ASSERT_TRUE(
      std::regex_search(table, sum, std::regex(R"(Sum *\| *(\d+) +(\d+) *\| *(\d+) +(\d+) +(\d+) +(\d+) +(\d+))")))
      << table;
  EXPECT_EQ(ours.reference_words, std::stoul(sum[2]));
  EXPECT_EQ(ours.substitutions + ours.deletions + ours.insertions, std::stoul(sum[7]));
  EXPECT_GT(std::stoul(sum[7]), 500U);
}

class BesideMdEval : public BesideNist {
 protected:
  // Talk of `speakers`, sometimes two at once.
  std::vector<SpeakerTurn> talk(int speakers) {
    std::vector<SpeakerTurn> turns;
    for (double at = 0; at < 300;) {
      const double length = 1 + static_cast<double>(below(80)) / 10;
      turns.push_back({at, at + length, static_cast<int>(below(static_cast<std::size_t>(speakers)))});
      at += length + static_cast<double>(below(30)) / 10 - 0.5;
    }
    return turns;
  }

  // The same as told apart by somebody who has other numbers, is late or early, and sometimes wrong.
  std::vector<SpeakerTurn> told(std::vector<SpeakerTurn> turns, int speakers) {
    for (SpeakerTurn& turn : turns) {
      turn.start = std::max(0.0, turn.start + static_cast<double>(below(12)) / 10 - 0.6);
      turn.end = std::max(turn.start + 0.1, turn.end + static_cast<double>(below(12)) / 10 - 0.6);
      turn.speaker = below(5) == 0 ? 0 : (turn.speaker + 1) % speakers;
    }
    return turns;
  }

  // A person who talks twice at once is one turn.
  static std::vector<SpeakerTurn> merged(std::vector<SpeakerTurn> turns) {
    std::ranges::sort(turns, {}, [](const SpeakerTurn& turn) { return std::pair(turn.speaker, turn.start); });
    std::vector<SpeakerTurn> result;
    for (const SpeakerTurn& turn : turns)
      if (!result.empty() && result.back().speaker == turn.speaker && turn.start <= result.back().end)
        result.back().end = std::max(result.back().end, turn.end);
      else
        result.push_back(turn);
    return result;
  }

  static std::string rttm(const std::vector<SpeakerTurn>& turns) {
    std::string lines;
    for (const SpeakerTurn& turn : turns)
      lines += fmt::format("SPEAKER talk 1 {:.3f} {:.3f} <NA> <NA> s{} <NA> <NA>\n", turn.start, turn.end - turn.start,
                           turn.speaker);
    return lines;
  }
};

TEST_F(BesideMdEval, FindsTheSameTimeWrong) {
  for (int speakers = 2; speakers < 6; ++speakers) {
    const auto said = merged(talk(speakers)), found = merged(told(said, speakers));
    folder_.write("said.rttm", rttm(said));
    folder_.write("found.rttm", rttm(found));
    const std::string table = output_of(fmt::format(
        "sctk md-eval.pl -c 0.25 -r {} -s {}", (folder_ / "said.rttm").string(), (folder_ / "found.rttm").string()));
    std::smatch rate;
    ASSERT_TRUE(std::regex_search(table, rate, std::regex(R"(DIARIZATION ERROR = ([\d.]+) percent)"))) << table;
    EXPECT_NEAR(speaker_errors(said, found).percent(), std::stod(rate[1]), 0.02) << speakers;
    EXPECT_GT(std::stod(rate[1]), 5);
  }
}

}  // namespace
}  // namespace podpromo
