#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace podpromo {

struct SoundTrack {
  std::string codec;
  int channels = 0;
  int sample_rate_hz = 0;
  int track = 0;                     // its place among the file's sound tracks: N of ffmpeg's 0:a:N
  double start_s = 0;                // where it begins on the file's time line, which begins at 0
  double end_s = 0;                  // where it ends, as the file says; 0 when it doesn't
  std::string title = {};            // "Guest", "Commentary"; empty when absent
  std::string language = {};         // as the file writes it: "eng", "de-AT"; empty when absent
  bool is_default = false;           // the file says that players begin with it
  bool is_beside = false;            // it goes with another track: commentary, description of the picture
  std::optional<double> voice = {};  // how much of it is speech, 0…1, as far as was listened; absent when nobody did
  bool operator==(const SoundTrack&) const = default;
};

struct Picture {
  std::string codec;
  int width = 0;  // as shown: rotation and pixel shape are applied
  int height = 0;
  double frames_per_s = 0;
  bool operator==(const Picture&) const = default;
};

// What is in a media file, as far as its headers tell. `declared_duration_s` is only a claim: mp3 files
// without an index estimate it and cut-off files keep the old one; the decoded sound has the last word.
struct MediaFacts {
  std::string container;           // ffprobe's format_name
  double declared_duration_s = 0;  // 0 when the file doesn't say
  std::uint64_t bytes = 0;
  std::optional<SoundTrack> sound;  // the track we listen to
  std::vector<SoundTrack> sounds;   // all that can be decoded, where there are several; else empty
  std::optional<Picture> picture;   // moving picture; a cover is none
  bool has_cover = false;           // an attached still picture
  std::string title;                // from tags; empty when absent
  std::string show;                 // album, or artist, from tags; empty when absent
  std::vector<std::string> people;  // who made it: artist, album artist, composer … from tags, each once
  std::string description;          // description, synopsis, comment … from tags, a line each, at most 8 kB each
  bool operator==(const MediaFacts&) const = default;
};

}  // namespace podpromo
