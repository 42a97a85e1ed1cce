#pragma once

#include "episode/sound.hpp"
#include "episode/transcript.hpp"
#include "moments/tokens.hpp"

#include <array>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

namespace podpromo::test {

// Speech for tests, as a recogniser would time it: 0.3 s a word, 0.02 s between words, 0.4 s after a sentence.
class Speech {
 public:
  Speech& says(std::string_view text, int speaker = -1) {
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) {
      transcript_.words.push_back({word, now_, now_ + 0.3, 1, speaker});
      now_ += 0.3 + (ends_sentence(word_end(word)) ? 0.4 : 0.02);
    }
    return *this;
  }
  Speech& pause(double seconds) {
    now_ += seconds;
    return *this;
  }
  Speech& language(std::string language) {
    transcript_.language = std::move(language);
    return *this;
  }
  // Plain talk without any mark of quality, at least this long, never twice the same.
  Speech& murmurs(double seconds, int speaker = -1) {
    for (const double until = now_ + seconds; now_ < until;) says(murmur(), speaker);
    return *this;
  }
  double now() const { return now_; }
  const Transcript& words() const { return transcript_; }
  Sound sound() const { return {.duration_s = now_, .loudness_lufs = -16.0, .peaks_per_s = 0, .peaks = {}}; }

 private:
  using Words = std::array<std::string_view, 11>;
  std::string_view any(const Words& words) {
    dice_ = dice_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return words[(dice_ >> 33) % words.size()];
  }
  std::string murmur() {
    static constexpr Words kNames{"Martin", "Anna", "Robert", "Clara", "Otto", "Helen",
                                  "Simon",  "Rosa", "Peter",  "Ida",   "Frank"};
    static constexpr Words kDeeds{"carried", "found",  "painted", "washed", "moved", "borrowed",
                                  "fixed",   "bought", "opened",  "held",   "kept"};
    static constexpr Words kThings{"bucket", "bicycle", "ladder", "teapot", "basket", "blanket",
                                   "kettle", "chair",   "carpet", "lamp",   "wagon"};
    static constexpr Words kPlaces{"river",  "garden", "station", "kitchen", "bakery", "harbour",
                                   "church", "meadow", "cellar",  "library", "market"};
    std::string text;
    for (const auto part : {std::string_view("I"), any(kDeeds), any(kThings), std::string_view("and"), any(kNames),
                            std::string_view("said he"), any(kDeeds), std::string_view("my"), any(kThings),
                            std::string_view("near the"), any(kPlaces)})
      text.append(part).append(" ");
    text.back() = '.';
    return text;
  }

  std::uint64_t dice_ = 1;
  Transcript transcript_{.language = "en", .source = "test", .estimated_times = false, .speakers = {}, .words = {}};
  double now_ = 0;
};

inline constexpr std::string_view kStrongPassage =
    "The biggest mistake people make is that they never tell the truth about money. "
    "Most people believe everything gets better when you have more, and that is completely wrong. "
    "Nobody tells you the secret: the problem is never the number, it is the fear. "
    "You always think the next million changes everything, and it never does. "
    "What matters is the one thing you can change, and that is what you do today. "
    "That's why the best founders are always honest when it is hardest.";

inline constexpr std::string_view kAdRead =
    "This episode is brought to you by Brightbox, the easiest way to build a website. "
    "Go to brightbox.com and use promo code PODCAST at checkout for twenty percent off your first order. "
    "Sign up today for a free trial at brightbox.com slash podcast. "
    "Terms and conditions apply. Visit brightbox.com and get started with a special offer. "
    "Brightbox, build your website today at brightbox.com.";

}  // namespace podpromo::test
