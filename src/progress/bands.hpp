#pragma once

#include <optional>
#include <string_view>

namespace podpromo {

// The part of the bar that belongs to a stage, in percent.
struct Band {
  double from = 0;
  double to = 0;
};

// uploading 0–2, queued 2, processing 3–10, transcribing 10–60, scoring 60–62, generating 62–98, finalizing 98–99,
// completed 100. Nothing for any other name.
std::optional<Band> band_of(std::string_view stage);
// Where the bar stands when `fraction` (0…1, else clamped) of the stage is done; 0 for an unknown stage.
int percent_at(std::string_view stage, double fraction);
// The reverse: how much of the stage is done when the bar stands at `percent`, 0…1.
double fraction_at(std::string_view stage, int percent);

}  // namespace podpromo
