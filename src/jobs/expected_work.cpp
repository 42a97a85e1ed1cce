#include "jobs/expected_work.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

namespace podpromo {

namespace {

// Bytes a second as podcasts usually have them. Pictures dwarf every kind of sound.
constexpr double kOfPictures = 300'000;
constexpr std::array<std::pair<std::string_view, double>, 7> kOfSound{{{"mp3", 16'000},
                                                                       {"m4a", 16'000},
                                                                       {"aac", 16'000},
                                                                       {"ogg", 14'000},
                                                                       {"opus", 10'000},
                                                                       {"flac", 70'000},
                                                                       {"wav", 176'400}}};

double bytes_a_second(std::string_view extension) {
  const auto it = std::ranges::find(kOfSound, extension, &std::pair<std::string_view, double>::first);
  return it == kOfSound.end() ? kOfPictures : it->second;
}

}  // namespace

double expected_duration_s(const Episode& episode) {
  if (const auto it = episode.outline.find("duration_s"); it != episode.outline.end() && it->is_number())
    return it->get<double>();
  return static_cast<double>(episode.bytes) / bytes_a_second(episode.extension);
}

double expected_work_s(const Episode& episode, const StageCosts& costs, int percent) {
  const double cost = std::accumulate(costs.all().begin(), costs.all().end(), 0.0,
                                      [](double sum, const auto& stage) { return sum + stage.second; });
  const double left = 1 - std::clamp(percent, 0, 100) / 100.0;
  return expected_duration_s(episode) * cost * left;
}

}  // namespace podpromo
