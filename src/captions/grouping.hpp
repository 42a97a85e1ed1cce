#pragma once

#include "episode/transcript.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace podpromo {

// A word, or a part of one that is too long for a line, ready to be set.
struct Piece {
  std::string text;  // one line, no spaces at the ends, never empty
  double start = 0;
  double end = 0;
  double width = 0;    // in the unit of GroupRules::line_width
  bool glued = false;  // no space before it
  int speaker = -1;
  std::size_t word = 0;  // index into Transcript::words
};

// How much may be seen at once.
struct GroupRules {
  double line_width = 38;
  double space_width = 1;
  std::size_t lines = 2;           // 1 or 2
  std::size_t words = 1000;        // never more at once
  std::size_t words_liked = 1000;  // more cost, so they come only when the sentence wants it
  double seconds = 7;              // never longer at once
  double pause_s = 1.2;            // a silence that always ends a group
};

// Pieces [first, last) seen together; the second line begins at `second_line`, which is `last` when there is one line.
struct Group {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t second_line = 0;
};

// Divides all pieces into groups at the least total cost: ends of sentences and clauses and pauses are good places,
// after "the" or "of" is a bad one, a lone word is worse. Speaker changes and long pauses always divide. A piece
// wider than a line stands alone. Linear in the number of pieces.
std::vector<Group> grouped(const std::vector<Piece>& pieces, const GroupRules& rules);

// How wide pieces [first, last) are on one line.
double width_of(const std::vector<Piece>& pieces, std::size_t first, std::size_t last, double space_width);

// The words that have any text as pieces, measured in reading columns.
std::vector<Piece> pieces_of(const Transcript& transcript);

// True when a sentence ends after `text`: a full stop that isn't an abbreviation's, a question or exclamation mark,
// in any of the scripts that have their own.
bool ends_sentence(std::string_view text);

// The pieces [first, last) as text, with single spaces except where one is glued.
std::string text_of(const std::vector<Piece>& pieces, std::size_t first, std::size_t last);

}  // namespace podpromo
