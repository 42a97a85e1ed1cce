#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// What is written about an episode before anybody has heard it; any of it may be empty, long, or HTML.
struct EpisodeNotes {
  std::vector<std::string> people;  // who made it; several may stand in one text
  std::string title;
  std::string show;
  std::string description;
};

// True for a word, written exactly so, that the listener has met often enough to need no help with it.
using KnowsWord = std::function<bool(std::string_view word)>;

inline constexpr std::size_t kMostEpisodeNames = 50;

// The names and strange words in `notes` that are likely to be said and hard to hear, in the order in which they are
// met, each once, at most kMostEpisodeNames: names of people, places and things of which `knows` lacks a word, names of
// several words none of which is an ordinary one, and small-lettered words that `knows` lacks and that come twice. What
// a name of several words has of unknown ones is there by itself too: people are called by one of their names. Where
// capitals say nothing, as in a headline, ordinary words are told by `knows` in small letters, alone, inflected or put
// together; a text of another language than those that `knows` gives names of several words only.
std::vector<std::string> episode_names(const EpisodeNotes& notes, const KnowsWord& knows);

}  // namespace podpromo
