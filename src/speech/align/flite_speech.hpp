#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "episode/transcript.hpp"

namespace podpromo {

// For tests: sound whose words are known to the millisecond, because flite made it.
struct MadeSpeech {
  std::vector<std::int16_t> samples;  // 16 kHz mono
  std::vector<Word> words;            // lower-case, without punctuation
};

enum class FliteVoice { rms, slt };  // a man, a woman

// Says `text` and goes on after what `speech` holds, `pause_s` later.
void say(MadeSpeech& speech, FliteVoice voice, const std::string& text, double pause_s = 0);
void stay_silent(MadeSpeech& speech, double seconds);

}  // namespace podpromo
