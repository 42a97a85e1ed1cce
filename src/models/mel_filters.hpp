#pragma once

#include <vector>

namespace podpromo {

inline constexpr int kSpectrumBins = 201;  // of a Fourier transform over 400 samples

// The triangular filters that fold a power spectrum at 16 kHz into `bands` mel bands, as rows of kSpectrumBins.
// Bit for bit the table that Whisper was trained with (80 bands, or 128 from large-v3 on): Slaney's mel scale
// (Auditory Toolbox, 1998), linear below 1 kHz, and each triangle scaled by 2 / its width in hertz.
std::vector<float> mel_filters(int bands);

}  // namespace podpromo
