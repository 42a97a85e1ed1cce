#include "captions/captions.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace podpromo {

namespace {

double to_ms(double seconds) { return std::round(seconds * 1000) / 1000; }

// In the order that the specification writes them.
std::string segment_of(const Transcript& transcript, const Word& word) {
  nlohmann::ordered_json segment;
  const auto speaker = static_cast<std::size_t>(word.speaker);
  if (word.speaker >= 0 && speaker < transcript.speakers.size() && !transcript.speakers[speaker].empty())
    segment["speaker"] = transcript.speakers[speaker];
  segment["startTime"] = to_ms(word.start);
  segment["endTime"] = to_ms(word.end);
  segment["body"] = word.text;
  return segment.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string podcast_json(const Transcript& transcript) {
  std::string text = "{\n \"version\": \"1.0.0\",\n \"segments\": [";
  for (std::size_t i = 0; i < transcript.words.size(); ++i)
    text += (i == 0 ? "\n  " : ",\n  ") + segment_of(transcript, transcript.words[i]);
  return text + "\n ]\n}\n";
}

}  // namespace podpromo
