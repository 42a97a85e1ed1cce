#include "speech/align/flite_speech.hpp"

#include <flite/flite.h>

#include <memory>

#include "speech/wav.hpp"

extern "C" {
cst_voice* register_cmu_us_rms(const char* folder);
cst_voice* register_cmu_us_slt(const char* folder);
}

namespace podpromo {

namespace {

cst_voice* flite_voice(FliteVoice voice) {
  static const bool ready = flite_init() == 0;
  static cst_voice* const rms = ready ? register_cmu_us_rms(nullptr) : nullptr;
  static cst_voice* const slt = ready ? register_cmu_us_slt(nullptr) : nullptr;
  return voice == FliteVoice::rms ? rms : slt;
}

// The word a sound belongs to; null for silence.
const cst_item* word_of(const cst_item* segment) {
  const cst_item* const syllable = item_parent(item_as(segment, "SylStructure"));
  return syllable == nullptr ? nullptr : item_parent(syllable);
}

std::vector<Word> words_of(cst_utterance* utterance) {
  std::vector<Word> words;
  const cst_item* current = nullptr;
  double start = 0;
  for (const cst_item* segment = relation_head(utt_relation(utterance, "Segment")); segment != nullptr;
       segment = item_next(segment)) {
    const double end = item_feat_float(segment, "end");
    const cst_item* const word = word_of(segment);
    if (word != nullptr && word != current) words.push_back({.text = item_feat_string(word, "name"), .start = start});
    if (word != nullptr) words.back().end = end;
    current = word;
    start = end;
  }
  return words;
}

}  // namespace

void stay_silent(MadeSpeech& speech, double seconds) {
  speech.samples.resize(speech.samples.size() + static_cast<std::size_t>(seconds * kSamplesPerSecond));
}

void say(MadeSpeech& speech, FliteVoice voice, const std::string& text, double pause_s) {
  stay_silent(speech, pause_s);
  const double begin = static_cast<double>(speech.samples.size()) / kSamplesPerSecond;
  const std::unique_ptr<cst_utterance, decltype(&delete_utterance)> said(
      flite_synth_text(text.c_str(), flite_voice(voice)), &delete_utterance);
  const cst_wave* const wave = utt_wave(said.get());
  speech.samples.insert(speech.samples.end(), wave->samples, wave->samples + wave->num_samples);
  for (Word word : words_of(said.get())) {
    word.start += begin;
    word.end += begin;
    speech.words.push_back(word);
  }
}

}  // namespace podpromo
