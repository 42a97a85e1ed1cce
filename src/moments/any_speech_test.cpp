// What holds for every transcript, tried on random ones.
#include <gtest/gtest.h>

#include <random>

#include "moments/find_moments.hpp"

namespace podpromo {
namespace {

struct Trial {
  Transcript transcript;
  Sound sound;
  MomentOptions options;
};

class RandomSpeech {
 public:
  explicit RandomSpeech(unsigned seed) : chance_(seed) {}

  Trial trial() {
    Trial trial;
    trial.transcript.language = std::array{"en", "de", ""}[pick(3)];
    speakers_ = static_cast<int>(pick(3));
    stops_ = std::array{0.0, 0.05, 0.15, 0.4}[pick(4)];
    longest_gap_ = std::array{0.0, 0.3, 1.5, 2.5}[pick(4)];
    const std::size_t count = 40 + pick(400);
    for (std::size_t i = 0; i < count; ++i) trial.transcript.words.push_back(next_word());
    trial.sound.duration_s = now_ + between(0, 2);
    trial.options = {.min_s = between(8, 30), .max_s = 0, .max_clips = 1 + pick(12)};
    trial.options.max_s = std::max(12.0, trial.options.min_s + between(0, 50));
    return trial;
  }

 private:
  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(chance_); }
  double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(chance_); }
  bool by_chance(double share) { return between(0, 1) < share; }

  Word next_word() {
    constexpr std::array kWords{"and",   "I",      "never", "the",    "truth", "but",    "because", "you",
                                "money", "was",    "said",  "Why",    "so",    "that's", "why",     "42",
                                "um",    "Martin", "most",  "people", "is",    "…"};
    if (by_chance(0.05)) speaker_ = speakers_ == 0 ? -1 : static_cast<int>(pick(static_cast<std::size_t>(speakers_)));
    const double start = now_ + (by_chance(0.3) ? between(0, longest_gap_) : 0);
    now_ = start + between(0.05, 0.9);
    std::string text = kWords[pick(kWords.size())];
    if (by_chance(stops_)) text += std::array{".", "?", "!", ",", "..."}[pick(5)];
    return {text, start, now_, 1, speaker_};
  }

  std::mt19937 chance_;
  double now_ = 0;
  double stops_ = 0.1;
  double longest_gap_ = 1;
  int speakers_ = 0;
  int speaker_ = -1;
};

bool is_free_of(const Clip& clip, const AdBlock& ad) { return clip.end <= ad.start + 1 || clip.start >= ad.end - 1; }

void expect_sound_clip(const Trial& trial, const Clip& clip) {
  const auto& words = trial.transcript.words;
  EXPECT_GE(clip.duration(), kShortestClip - 1e-9);
  EXPECT_LE(clip.duration(), trial.options.max_s + 1e-9);
  EXPECT_LE(clip.end, trial.sound.duration_s + 1e-3);
  EXPECT_EQ(clip.text, text_of(trial.transcript, clip.first_word, clip.last_word));
  EXPECT_FALSE(clip.reasons.empty());
  EXPECT_GE(clip.score, 0);
  EXPECT_LE(clip.score, 1);
  EXPECT_LE(clip.start, words[clip.first_word].start + 1e-3);
  EXPECT_GE(clip.end, words[clip.last_word - 1].end - 1e-3);
  if (clip.first_word > 0) {
    EXPECT_GE(clip.start, words[clip.first_word - 1].end - 1e-3);
  }
  if (clip.last_word < words.size()) {
    EXPECT_LE(clip.end, words[clip.last_word].start + 1e-3);
  }
}

TEST(AnySpeech, GivesSoundClipsThatDontOverlap) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const Trial trial = RandomSpeech(seed).trial();
    const Moments moments =
        find_moments(EpisodeId::of_content(std::string(64, 'd')), trial.transcript, trial.sound, trial.options);
    EXPECT_LE(moments.clips.size(), trial.options.max_clips);
    for (std::size_t i = 0; i < moments.clips.size(); ++i) {
      expect_sound_clip(trial, moments.clips[i]);
      for (const auto& ad : moments.ads) EXPECT_TRUE(is_free_of(moments.clips[i], ad));
      if (i > 0) {
        EXPECT_LE(moments.clips[i].score, moments.clips[i - 1].score);
      }
      for (std::size_t k = 0; k < i; ++k)
        EXPECT_TRUE(moments.clips[i].end <= moments.clips[k].start || moments.clips[k].end <= moments.clips[i].start);
    }
  }
}

double longest_outside_ads(const Transcript& transcript, const std::vector<AdBlock>& ads) {
  double longest = 0, begin = -1, end = 0;
  for (const auto& word : transcript.words) {
    bool in_ad = false;
    for (const auto& ad : ads) in_ad = in_ad || (word.start < ad.end && word.end > ad.start);
    if (in_ad) {
      begin = -1;
      continue;
    }
    if (begin < 0) begin = word.start;
    end = word.end;
    longest = std::max(longest, end - begin);
  }
  return longest;
}

TEST(AnySpeech, OfEightSecondsThatIsNoAdGivesAClip) {
  for (unsigned seed = 1000; seed < 1600; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial = RandomSpeech(seed).trial();
    trial.transcript.words.resize(10 + seed % 60);
    const Moments moments =
        find_moments(EpisodeId::of_content(std::string(64, 'e')), trial.transcript, trial.sound, trial.options);
    const double longest = longest_outside_ads(trial.transcript, moments.ads);
    if (longest >= kShortestClip) {
      EXPECT_FALSE(moments.clips.empty()) << longest << " s: " << moments.no_clips_reason;
    }
    if (moments.clips.empty()) {
      EXPECT_FALSE(moments.no_clips_reason.empty());
    }
  }
}

}  // namespace
}  // namespace podpromo
