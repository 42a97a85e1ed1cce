#include "moments/score.hpp"

#include <cmath>

namespace podpromo {

namespace {

// Mean and deviation of the weighted mean over all candidates of a reference collection of interviews.
constexpr double kOrdinary = 0.46;
constexpr double kSpread = 0.1;

}  // namespace

// Three fifths of the weight are a logistic regression on what editors chose in 158 interviews (statements …
// promo_free), by the size of its coefficients, with the place in the episode halved because shows differ; a plain
// count of strong words did as well on episodes it had not seen. The rest is what listeners notice but no data weighs
// yet.
double weight_of(Feature feature) {
  switch (feature) {
    case Feature::statements: return .10;
    case Feature::themes: return .09;
    case Feature::comparatives: return .07;
    case Feature::absolutes: return .06;
    case Feature::insight: return .055;
    case Feature::thesis: return .045;
    case Feature::length: return .055;
    case Feature::address: return .04;
    case Feature::early: return .10;
    case Feature::promo_free: return .10;
    case Feature::stakes: return .15;
    case Feature::arousal: return .07;
    case Feature::hook: return .06;
    case Feature::payoff: return .05;
    case Feature::question: return .04;
    case Feature::density: return .04;
    case Feature::opening: return .06;
    case Feature::emotion: return .03;
  }
  return 0;
}

double score_of(const Features& features) {
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    const auto value = features[feature];
    if (!value) continue;
    sum += weight_of(feature) * *value;
    weights += weight_of(feature);
  }
  if (weights <= 0) return 0;
  return 1 / (1 + std::exp(-(sum / weights - kOrdinary) / kSpread));
}

}  // namespace podpromo
