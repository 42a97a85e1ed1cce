#include <algorithm>

#include "speech/words/episode_names.hpp"
#include "stages/stage_run.hpp"
#include "storage/artefact_names.hpp"

namespace podpromo {

namespace {

using Words = std::vector<std::string>;

// Whether anything is listened for at all: not where the words are given, nor where the ears can't.
bool is_listened_for(const StageRun& run) {
  return run.ears.engine.can_expect() && (!run.wishes.transcript || run.wishes.transcript_is_a_guess);
}

// What an earlier run listened for; one that knew of no such thing listened for nothing.
std::optional<Words> settled_before(const StageRun& run) {
  if (auto known = run.artefacts.load<Words>(kExpectedArtefact, run.keys.words)) return known;
  if (run.artefacts.load<Transcript>(kWordsArtefact, run.keys.words)) return Words{};
  return std::nullopt;
}

bool is_as_asked(const Words& settled, const std::optional<Words>& asked) {
  if (!asked) return settled.empty();
  return std::ranges::all_of(*asked,
                             [&](const auto& word) { return std::ranges::find(settled, word) != settled.end(); });
}

void add_missing(Words& words, Words more) {
  for (std::string& word : more)
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

Result<Words> gathered(const StageRun& run, const MediaFacts& facts) {
  if (!run.ears.words) return Words{};
  Words words = *run.ears.words;
  const std::string show = episode_show(run.wishes, facts, run.ears);
  if (run.ears.shows != nullptr) {
    PODPROMO_TRY(known, run.ears.shows->of(show));
    add_missing(words, std::move(known));
  }
  const auto knows = run.ears.engine.known_words();
  if (!knows) return words;
  const EpisodeNotes notes{.people = facts.people,
                           .title = episode_title(run.wishes, facts, run.places.media),
                           .show = show,
                           .description = facts.description};
  add_missing(words, episode_names(notes, knows));
  return words;
}

}  // namespace

Done settle_expected(StageRun& run, const MediaFacts& facts) {
  if (!is_listened_for(run)) return {};
  if (auto before = settled_before(run); before && is_as_asked(*before, run.ears.words)) {
    run.expected = *std::move(before);
  } else {
    PODPROMO_TRY(words, gathered(run, facts));
    PODPROMO_TRY(kept, run.artefacts.keep(kExpectedArtefact, run.keys.words, words));
    run.expected = std::move(kept);
  }
  add_expected(run.keys, run.expected, run.wishes);
  return {};
}

}  // namespace podpromo
