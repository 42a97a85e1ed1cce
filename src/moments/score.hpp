#pragma once

#include "moments/features.hpp"

namespace podpromo {

// How much a feature counts beside the others.
double weight_of(Feature feature);

// How good a clip is, 0…1, comparable between episodes: the weighted mean of the features that are there, spread so
// that an ordinary passage of an interview has about a half and the best ones of an hour 0.7 to 0.95.
// Raising any feature never lowers it.
double score_of(const Features& features);

}  // namespace podpromo
