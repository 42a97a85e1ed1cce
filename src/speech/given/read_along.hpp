#pragma once

#include <functional>
#include <string>

#include "base/result.hpp"
#include "speech/given/placed_words.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// Who reads, in which language, over how many threads with an engine each.
struct Readers {
  const TranscriberFactory& engine;
  const std::string& language;
  std::size_t count = 1;
};

// For languages without an aligner: has an engine read the words of `placed` along with the sound wherever some of them
// were not found. Where the words that were found come out at their places, those between them count as found, too,
// with the times of the reading. All words have times, in order; the others keep theirs. Words that are squeezed
// between two others, because nobody says them, are not found. Fails with cancelled, or as the engine does.
Done read_along(const Readers& readers, const Searched& sound, PlacedWords& placed,
                const std::function<void(double)>& told);

}  // namespace podpromo
