#include "speech/remote/tiny_speech_server.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

constexpr std::size_t kWavHeader = 44;

std::vector<float> samples_of(const std::string& wav) {
  std::vector<float> samples;
  for (std::size_t at = kWavHeader; at + 1 < wav.size(); at += 2) {
    const auto low = static_cast<unsigned char>(wav[at]), high = static_cast<unsigned char>(wav[at + 1]);
    samples.push_back(static_cast<float>(static_cast<std::int16_t>(low | high << 8)) / 32768.0F);
  }
  return samples;
}

TinySpeechServer::Asked understood(const std::string& request) {
  TinySpeechServer::Asked asked{.path = between(request, "POST ", " HTTP"),
                                .authorization = between(request, "\r\nAuthorization: ", "\r\n")};
  const std::string border = "\r\n--" + between(request, "boundary=", "\r\n");
  for (std::size_t at = request.find(border); at != std::string::npos;) {
    const std::size_t end = request.find(border, at + border.size());
    const std::string part = request.substr(at, end == std::string::npos ? end : end - at);
    const std::string name = between(part, "name=\"", "\"");
    const std::size_t value = part.find("\r\n\r\n");
    if (value != std::string::npos) {
      if (name == "file")
        asked.samples = samples_of(part.substr(value + 4));
      else
        asked.fields[name] = part.substr(value + 4);
    }
    at = end;
  }
  return asked;
}

std::string bare(const std::string& word) {
  std::string kept;
  for (const char c : word)
    if (!is_punctuation(std::string_view(&c, 1)) || c == '\'') kept += c;
  return kept;
}

std::string whole_text(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += " " + word.text;
  return text;
}

// Words without times get some.
std::vector<Word> relative(const HeardChunk& heard, const SpeechChunk& chunk) {
  std::vector<Word> words = heard.words;
  const double each = (chunk.end - chunk.start) / static_cast<double>(words.size() + 1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i].start = heard.has_times ? words[i].start - chunk.start : each * static_cast<double>(i);
    words[i].end = heard.has_times ? words[i].end - chunk.start : each * static_cast<double>(i + 1);
  }
  return words;
}

json word_entry(Dialect dialect, const Word& word) {
  json entry{{"start", word.start}, {"end", word.end}};
  entry["word"] = dialect == Dialect::openai ? bare(word.text) : " " + word.text;
  if (dialect != Dialect::openai) entry["probability"] = word.probability;
  return entry;
}

// A segment a sentence, as servers have it.
json segments_of(Dialect dialect, const HeardChunk& heard, const std::vector<Word>& words) {
  json segments = json::array();
  for (std::size_t first = 0, last = 0; first < words.size(); first = last) {
    while (last < words.size() && words[last].text.find_last_of(".?!") == std::string::npos) ++last;
    last = std::min(last + 1, words.size());
    const std::vector<Word> sentence(words.begin() + static_cast<std::ptrdiff_t>(first),
                                     words.begin() + static_cast<std::ptrdiff_t>(last));
    json segment{{"start", sentence.front().start},
                 {"end", sentence.back().end},
                 {"text", whole_text(sentence)},
                 {"no_speech_prob", heard.no_speech},
                 {"avg_logprob", heard.mean_log_probability}};
    if (dialect == Dialect::speaches)
      for (const Word& word : sentence) segment["words"].push_back(word_entry(dialect, word));
    segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace

std::vector<TinySpeechServer::Asked> TinySpeechServer::asked() const {
  const std::scoped_lock lock(mutex_);
  return asked_;
}

std::string TinySpeechServer::answer_to(const std::string& request) {
  const Asked asked = understood(request);
  {
    const std::scoped_lock lock(mutex_);
    asked_.push_back(asked);
  }
  const Says says = answer_(asked);
  for (auto left = says.silent_for; left.count() > 0 && !server_.is_closing(); left -= std::chrono::milliseconds(20))
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::string response = fmt::format("HTTP/1.1 {} Says\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}",
                                           says.status, says.body.size(), says.header, says.body);
  return response.substr(0, says.cut_after);
}

std::string as_said_by(Dialect dialect, const HeardChunk& heard, const SpeechChunk& chunk) {
  const std::vector<Word> words = relative(heard, chunk);
  json answer{{"text", whole_text(words)}};
  if (dialect == Dialect::text) return answer.dump();
  answer["language"] = heard.language == "en" ? "english" : heard.language;
  answer["segments"] = segments_of(dialect, heard, words);
  if (dialect == Dialect::openai)
    for (const Word& word : words) answer["words"].push_back(word_entry(dialect, word));
  if (dialect == Dialect::vllm) answer["duration"] = std::to_string(chunk.end - chunk.start);
  return answer.dump();
}

}  // namespace podpromo
