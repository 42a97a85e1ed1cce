#pragma once

#include <vector>

#include "base/durable.hpp"
#include "base/result.hpp"
#include "speech/evaluate.hpp"
#include "speech/evaluate_sets.hpp"

namespace podpromo {

// The exams in which it is known who speaks when: two dialogues in `librispeech-other/dev/conv`; two excerpts of AMI
// meetings and a telephone call in `diarization`; and eight talks of one to five people mixed into `scratch` from the
// utterances in `librispeech-other/dev`, taking turns with half a second between them. What isn't there is left out.
// Fails as reading and decoding do.
Result<std::vector<SpeechExam>> prepare_speaker_exams(const fs::path& data, const DecodeSound& decode,
                                                      const fs::path& scratch);

}  // namespace podpromo
