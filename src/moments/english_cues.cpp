#include "moments/english_cues.hpp"

#include <algorithm>
#include <array>

#include "moments/word_lists.hpp"

namespace podpromo {

const Phrases& thesis_phrases() {
  static const Phrases kPhrases({"the biggest/best/worst/most/only/key/real/first/hardest", "the number one",
                                 "the one/whole/main/single/thing/reason/problem/truth/secret/point/way/idea",
                                 "the question/goal/mistake/difference", "is that/the/when/not/about/how",
                                 "what matters/makes/people/i/you/we", "most people/companies/teams/founders/of",
                                 "the more", "people who", "turns out", "it turns"});
  return kPhrases;
}

const Phrases& hook_phrases() {
  static const Phrases kPhrases({"here's the thing",
                                 "here is the thing",
                                 "here's what/why/how",
                                 "the thing is",
                                 "the truth is",
                                 "truth is",
                                 "what if",
                                 "imagine",
                                 "let me tell you",
                                 "i was wrong",
                                 "you won't believe",
                                 "i'll never forget",
                                 "i never forget",
                                 "unpopular opinion",
                                 "nobody talks/tells",
                                 "no one talks/tells",
                                 "everyone/everybody thinks/says",
                                 "most people",
                                 "the biggest/worst/best",
                                 "the secret",
                                 "the problem is/with",
                                 "the real reason/problem/question",
                                 "did you know",
                                 "have you ever",
                                 "what most people",
                                 "the number one",
                                 "the one thing",
                                 "why do/does/did/is/are",
                                 "how do/does/did/can",
                                 "stop doing",
                                 "if you want",
                                 "if you're"});
  return kPhrases;
}

const Phrases& conclusion_phrases() {
  static const Phrases kPhrases({"that's why/how", "that is why",    "which is why",
                                 "this is why",    "the lesson",     "the point is",
                                 "bottom line",    "in the end",     "at the end of the day",
                                 "turns out",      "the answer is",  "what i learned",
                                 "i learned that", "the takeaway",   "which means",
                                 "that means",     "so that's",      "ultimately",
                                 "the key is",     "the moral",      "in short",
                                 "the reason is",  "therefore",      "it all comes down",
                                 "comes down to",  "the whole point"});
  return kPhrases;
}

const Phrases& story_phrases() {
  static const Phrases kPhrases({"i remember", "i'll never forget", "one day/night/morning/evening", "one time",
                                 "when i was", "years ago", "back when", "i was sitting/standing/working/walking",
                                 "the first time i", "there was this/a", "i grew up", "i woke up"});
  return kPhrases;
}

const Phrases& list_phrases() {
  static const Phrases kPhrases({"first", "firstly", "first of all", "second", "secondly", "third", "thirdly",
                                 "number one/two/three/four", "step one/two/three",
                                 "two/three/four/five/six/seven things/ways/reasons/steps/rules/kinds/questions",
                                 "the first/second/third/last/next one/thing/reason/step", "finally"});
  return kPhrases;
}

const Phrases& greeting_phrases() {
  static const Phrases kPhrases({"welcome back", "welcome to the/our/my/another/this", "welcome everyone/everybody",
                                 "my guest is/today", "today my/our guest", "our guest is/today", "joining me/us today",
                                 "thank you for having/joining/coming/being", "thank you so much for having/joining",
                                 "thanks for having/joining/coming/being", "thanks so much for having/joining",
                                 "great/good/glad/happy/excited/pleasure to be here", "pleasure to have you",
                                 "i'm your host", "i am your host", "you're listening to", "you are listening to"});
  return kPhrases;
}

const Phrases& farewell_phrases() {
  static const Phrases kPhrases(
      {"thanks for listening/watching/tuning/staying/everything", "thank you for listening/watching/tuning/staying",
       "thank you so much for your/listening/watching/coming/doing", "thanks again", "thank you again",
       "see you next/soon", "until next time", "that's all for today", "that's it for today", "this has been",
       "leave us a", "leave a review", "subscribe to the/our/my/this", "where can people/listeners/folks find"});
  return kPhrases;
}

Opening opening_of(std::span<const std::string> tokens) {
  if (tokens.empty()) return Opening::leaning;
  constexpr std::array<std::string_view, 6> kJoins{"and", "but", "because", "or", "then", "also"};
  const auto kinds = kinds_of(tokens[0]);
  if (tokens[0] == "which" || tokens[0] == "because") return Opening::orphan;
  if (tokens.size() > 1 && std::ranges::find(kJoins, tokens[0]) != kJoins.end() &&
      (kinds_of(tokens[1]) & word_kind::kReference) != 0)
    return Opening::orphan;
  static const Phrases kOrphans({"so that's/that/this", "that's/that is/was why", "that's why/how/what/when/where",
                                 "this is why", "and then", "as i said", "like i said", "as you said",
                                 "other than that", "besides that", "same thing", "exactly", "me too", "and so",
                                 "he/she/they said"});
  if (kOrphans.length_at_start(tokens) > 0) return Opening::orphan;
  if (std::ranges::find(kJoins, tokens[0]) != kJoins.end()) return Opening::joining;
  return (kinds & (word_kind::kDangling | word_kind::kReference)) != 0 ? Opening::leaning : Opening::clean;
}

}  // namespace podpromo
