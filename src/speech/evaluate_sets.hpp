#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/durable.hpp"
#include "speech/evaluate.hpp"

namespace podpromo {

// Decodes a media file to a 16 kHz mono 16-bit wav.
using DecodeSound = std::function<Done(const fs::path& media, const fs::path& wav)>;

// The exams that the folder `data` holds, with their sound decoded into `scratch`; what isn't there is left out:
// - `librispeech-other/dev`, its utterances joined in the order of ref.tsv, for word errors;
// - the recordings of `speech-mfa` that have a TextGrid, for word errors and word times;
// - the English sonnets of `speech-sonnets`, for word errors;
// - the talks of prepare_speaker_exams();
// - “spontaneous”, speech-mfa joined, and “long mix”, read, acted and spontaneous speech joined, as an episode has it.
// Fails with not_found when there is nothing, else as reading and decoding do.
Result<std::vector<SpeechExam>> prepare_exams(const fs::path& data, const DecodeSound& decode, const fs::path& scratch);

// False also where nobody may look.
bool is_there(const fs::path& path);

// Writes the samples of `parts`, one after the other and each followed by `silence` samples of it, as one wav file. All
// are 16 kHz mono 16-bit PCM.
Done join_wavs(std::span<const fs::path> parts, const fs::path& joined, std::size_t silence = 0);

}  // namespace podpromo
