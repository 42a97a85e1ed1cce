#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// What libavformat says when it derives a duration from a bit rate.
inline constexpr std::string_view kDurationIsGuess = "Estimating duration from bitrate";

// Understands what ffmpeg 5.1 writes on stderr while it decodes with `-loglevel level+info` and the filters ebur128,
// for the loudness, and volumedetect, for the number of samples that it is of.
class DecodeReport {
 public:
  void read(std::string_view line);

  // The demuxer or decoder reported an error.
  bool complained() const { return complained_; }
  // The declared duration is a guess from the bit rate (mp3 without an index, aac).
  bool duration_is_estimated() const { return duration_is_estimated_; }
  // Integrated loudness, ITU-R BS.1770-4; absent for silence. Where the format of the sound changes midway, ffmpeg
  // measures part by part; their mean energy weighted by length is taken then.
  std::optional<double> loudness_lufs() const;

 private:
  struct Part {
    double lufs = 0;
    double samples = 0;
  };
  bool complained_ = false;
  bool duration_is_estimated_ = false;
  bool loudness_comes_next_ = false;
  std::vector<Part> parts_;
};

}  // namespace podpromo
