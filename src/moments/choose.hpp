#pragma once

#include "moments/candidates.hpp"
#include "moments/features.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace podpromo {

// A candidate as judged, and the clip that is made of it: the same opening, but no longer than was asked for.
struct Judged {
  Candidate clip;
  Features features = {};  // of the whole passage that was judged
  double score = 0;
  bool follows_question = false;     // opens with the answer to a question right before it
  bool opens_with_question = false;  // opens with a question and goes on to its answer
};

// The best `count` that don't overlap, best first; ties go to the earlier. Between neighbouring openings of nearly
// the same score the one that needs nothing before it wins, and the question to what is said before or after it.
// `judged` is in time order.
std::vector<Judged> choose(std::span<const Judged> judged, std::size_t count);

}  // namespace podpromo
