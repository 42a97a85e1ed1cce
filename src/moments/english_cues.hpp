#pragma once

#include "moments/phrases.hpp"
#include "moments/speech_facts.hpp"

#include <span>
#include <string>

namespace podpromo {

// Phrases of English that say something about a sentence, as counted in moments.
const Phrases& thesis_phrases();
const Phrases& hook_phrases();
const Phrases& conclusion_phrases();
const Phrases& story_phrases();
const Phrases& list_phrases();
// What hosts and guests say to each other and to the audience when a show begins, and when it ends.
const Phrases& greeting_phrases();
const Phrases& farewell_phrases();

// How the tokens of a sentence open.
Opening opening_of(std::span<const std::string> tokens);

}  // namespace podpromo
