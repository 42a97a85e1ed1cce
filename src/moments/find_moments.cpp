#include "moments/find_moments.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "moments/ads.hpp"
#include "moments/choose.hpp"
#include "moments/reasons.hpp"
#include "moments/score.hpp"
#include "moments/sentences.hpp"

namespace podpromo {

namespace {

constexpr double kJudgedLength = 60;   // the weights were measured on passages up to this long
constexpr double kSpeechPerClip = 50;  // seconds
constexpr double kClipsAtLeast = 4, kSpeechPerFurtherClip = 450;

double to_4(double value) { return std::round(value * 10000) / 10000; }

// One rung of the ladder: what is relaxed, and how it is said.
struct Step {
  CandidateRules rules;
  bool beside_ads = false;  // closer to an advertisement than is safe
  bool allow_dull = false;  // what is said again later, greetings and goodbyes
  bool by_words = false;    // any word may begin or end a clip
  std::string said = {};
};

std::vector<Step> ladder(const MomentOptions& options) {
  const Step strict{.rules = {.shortest_s = options.min_s, .longest_s = options.max_s}};
  std::vector<Step> steps{strict};
  Step shorter = strict;
  shorter.rules.shortest_s = kShortestClip;
  shorter.said = fmt::format("clips shorter than {:g} s were allowed, down to {:g} s", options.min_s, kShortestClip);
  if (options.min_s > kShortestClip) steps.push_back(shorter);
  Step loose = shorter;
  loose.rules.loose_borders = true;
  loose.beside_ads = true;
  loose.allow_dull = true;
  loose.said = "clips may begin or end without a pause, in the middle of a thought or right beside an advertisement";
  steps.push_back(loose);
  Step anything = loose;
  anything.rules.any_speaker = true;
  anything.by_words = true;
  anything.said = "clips may begin or end at any word and go on when another speaker takes over";
  steps.push_back(anything);
  return steps;
}

MomentOptions within_limits(MomentOptions options) {
  options.min_s = std::clamp(options.min_s, kShortestClip, kLongestClip);
  options.max_s = std::clamp(options.max_s, options.min_s, kLongestClip);
  return options;
}

// Times as the rest relies on: finite, in order, none before the word before it. Broken ones collapse to a point.
Transcript with_tidy_times(const Transcript& transcript) {
  Transcript tidy = transcript;
  double now = 0;
  for (auto& word : tidy.words) {
    word.start = std::isfinite(word.start) ? std::max(word.start, now) : now;
    word.end = std::isfinite(word.end) ? std::max(word.end, word.start) : word.start;
    now = word.end;
  }
  return tidy;
}

std::vector<Sentence> words_as_sentences(const Transcript& transcript) {
  std::vector<Sentence> sentences;
  for (std::size_t i = 0; i < transcript.words.size(); ++i)
    sentences.push_back(
        {i, i + 1, transcript.words[i].start, transcript.words[i].end, transcript.words[i].speaker, false});
  return sentences;
}

std::vector<bool> excluded_in(const SpeechFacts& speech, const std::vector<AdRead>& ads, const Step& step) {
  std::vector<bool> excluded;
  for (std::size_t s = 0; s < speech.sentences.size(); ++s) {
    const auto& sentence = speech.sentences[s];
    const bool in_ad = std::ranges::any_of(ads, [&](const AdRead& ad) {
      const AdBlock& span = step.beside_ads ? ad.block : ad.keep_away;
      return sentence.start < span.end && sentence.end > span.start;
    });
    const bool is_dull = speech.facts[s].repeated_later || speech.facts[s].courtesy;
    excluded.push_back(in_ad || (!step.allow_dull && is_dull));
  }
  return excluded;
}

// All that is known of an episode when its clips are judged.
struct Heard {
  const SpeechFacts& speech;
  const VoiceLevel& voices;
  const std::vector<AdRead>& ads;
  double duration_s;
};

Judged judged_clip(const Heard& heard, const Candidate& passage, const Candidate& clip) {
  Judged judged{.clip = clip, .features = features_of(heard.speech, passage, heard.voices)};
  judged.score = score_of(judged.features);
  judged.follows_question = passage.first > 0 && heard.speech.facts[passage.first - 1].asks;
  judged.opens_with_question = heard.speech.facts[clip.first].asks && keeps_answer(heard.speech, clip);
  return judged;
}

// Clips are judged by the longest passage they open, up to a minute: what it holds tells more than the clip alone.
std::vector<Judged> judge(const Heard& heard, const Step& step) {
  CandidateRules wide = step.rules;
  if (wide.longest_s < kJudgedLength || wide.shortest_s <= 0.75 * kJudgedLength) wide.longest_s = kJudgedLength;
  CandidateRules asked = step.rules;
  asked.longest_s = std::min(step.rules.longest_s, wide.longest_s);
  const auto excluded = excluded_in(heard.speech, heard.ads, step);
  const CandidateFinder clips(heard.speech, excluded, asked, heard.duration_s);
  std::vector<Judged> judged;
  for (const auto& passage : CandidateFinder(heard.speech, excluded, wide, heard.duration_s).all()) {
    const auto clip = passage.duration() <= asked.longest_s ? passage : clips.from(passage.first);
    if (clip) judged.push_back(judged_clip(heard, passage, *clip));
  }
  return judged;
}

Clip clip_of(const EpisodeId& episode, const Heard& heard, const Judged& judged) {
  const SpeechFacts& speech = heard.speech;
  const auto& words = *speech.transcript;
  Clip clip;
  clip.start = judged.clip.start;
  clip.end = judged.clip.end;
  clip.id = ClipId::of_span(episode, clip.start, clip.end);
  clip.first_word = speech.sentences[judged.clip.first].first;
  clip.last_word = speech.sentences[judged.clip.last - 1].last;
  clip.score = to_4(judged.score);
  clip.text = text_of(words, clip.first_word, clip.last_word);
  clip.reasons = reasons_for(speech, judged.clip, features_of(speech, judged.clip, heard.voices));
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    if (const auto value = judged.features[feature])
      clip.features.emplace(std::string(feature_name(feature)), to_4(*value));
  }
  return clip;
}

double spoken_seconds(const Transcript& transcript, const std::vector<AdBlock>& ads) {
  double seconds = 0;
  for (const auto& word : transcript.words) {
    const bool in_ad =
        std::ranges::any_of(ads, [&](const AdBlock& ad) { return word.start < ad.end && word.end > ad.start; });
    if (!in_ad) seconds += word.end - word.start;
  }
  return seconds;
}

std::size_t wanted_clips(double spoken_s, const MomentOptions& options) {
  if (!options.fewer_when_short) return options.max_clips;
  const double most = std::min(spoken_s / kSpeechPerClip, kClipsAtLeast + spoken_s / kSpeechPerFurtherClip);
  return std::min(options.max_clips, static_cast<std::size_t>(std::max(1.0, std::floor(most))));
}

std::string why_none(const Transcript& transcript, double spoken_s, const std::vector<AdBlock>& ads,
                     const MomentOptions& options) {
  if (options.max_clips == 0) return "no clips were asked for";
  if (transcript.words.empty()) return "no speech was found";
  if (spoken_s <= 0 && !ads.empty()) return "everything said is advertising";
  if (spoken_s < kShortestClip)
    return fmt::format("only {:.0f} s of speech{} was found; a clip needs at least {:g} s", std::floor(spoken_s),
                       ads.empty() ? "" : " that doesn't advertise", kShortestClip);
  return fmt::format("no stretch of speech without a long silence lasts between {:g} s and {:g} s", kShortestClip,
                     options.max_s);
}

}  // namespace

Moments find_moments(const EpisodeId& episode, const Transcript& untidy, const Sound& sound,
                     const MomentOptions& wishes) {
  const MomentOptions options = within_limits(wishes);
  const Transcript transcript = with_tidy_times(untidy);
  Moments moments;
  const auto ads = ads_in(transcript);
  for (const AdRead& ad : ads) moments.ads.push_back(ad.block);
  const double spoken_s = spoken_seconds(transcript, moments.ads);
  const std::size_t wanted = wanted_clips(spoken_s, options);
  const VoiceLevel voices(sound, transcript);
  SpeechFacts speech = speech_facts(transcript, sentences_of(transcript));
  for (const auto& step : ladder(options)) {
    if (step.by_words) speech = speech_facts(transcript, words_as_sentences(transcript));
    const Heard heard{speech, voices, ads, sound.duration_s};
    const auto judged = judge(heard, step);
    moments.candidates = judged.size();
    for (const auto& one : choose(judged, wanted)) moments.clips.push_back(clip_of(episode, heard, one));
    moments.relaxation = moments.clips.empty() ? "" : step.said;
    if (!moments.clips.empty() || wanted == 0) break;
  }
  if (moments.clips.empty()) moments.no_clips_reason = why_none(transcript, spoken_s, moments.ads, options);
  return moments;
}

}  // namespace podpromo
