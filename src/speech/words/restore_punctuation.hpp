#pragma once

#include "episode/transcript.hpp"

namespace podpromo {

// True for a transcript of some length that has next to no full stops, as captions made by machines often do.
bool lacks_punctuation(const Transcript& transcript);

// English without punctuation gets full stops, question marks and capitals: where the speaker changes, and where the
// pause, the word before and the word after speak for the end of a sentence. About six in ten of them are right, and
// half of the sentence ends are found; commas and names are not attempted. This is done to a whole transcript that
// lacks_punctuation(), and else to each run of at least 60 words without a sentence end and next to no commas. Where
// there are no capitals, sentences begin with one and so does "I". `restored_punctuation` is true afterwards when
// anything was put in; the rest, and every transcript in another language, comes back as it was.
Transcript with_punctuation(Transcript transcript);

}  // namespace podpromo
