#pragma once

#include "episode/sound.hpp"
#include "episode/transcript.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace podpromo {

// How loud people speak, from the peaks of the sound while words are said.
class VoiceLevel {
 public:
  VoiceLevel(const Sound& sound, const Transcript& transcript);

  // By how many decibels the voices in [start_s, end_s) are louder than in the three minutes on both sides.
  // Absent when the sound has no peaks, or too little is said inside or around.
  std::optional<double> lift_db(double start_s, double end_s) const;

 private:
  struct Sum {
    double decibels = 0;
    double steps = 0;
  };
  Sum between(double start_s, double end_s) const;

  double steps_per_s_ = 0;
  std::vector<Sum> sums_;  // of the steps before each
};

}  // namespace podpromo
