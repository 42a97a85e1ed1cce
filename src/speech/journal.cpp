#include "speech/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include <nlohmann/json.hpp>

#include "episode/json.hpp"

namespace podpromo {

namespace {

constexpr int kVersion = 3;

using nlohmann::json;

json voice_line(const std::vector<VoiceSpan>& voice) {
  json spans = json::array();
  for (const VoiceSpan& span : voice) spans.push_back({span.start, span.end});
  return {{"voice", std::move(spans)}};
}

json turns_line(const std::vector<SpeakerTurn>& turns) {
  json list = json::array();
  for (const SpeakerTurn& turn : turns) list.push_back({turn.start, turn.end, turn.speaker});
  return {{"turns", std::move(list)}};
}

json chunk_line(std::size_t number, const ChunkWords& chunk) {
  json words = json::array(), fillers = json::array();
  for (const Word& word : chunk.words) words.push_back({word.text, word.start, word.end, word.probability});
  for (const Filler& filler : chunk.fillers) fillers.push_back({filler.start, filler.end});
  return {
      {"chunk", number}, {"language", chunk.language}, {"words", std::move(words)}, {"fillers", std::move(fillers)}};
}

std::string line_of(const json& entry) { return json_text(entry, -1); }

std::string header_line(const std::string& key) { return line_of({{"podpromo_journal", kVersion}, {"key", key}}); }

std::vector<SpeakerTurn> turns_in(const json& list) {
  std::vector<SpeakerTurn> turns;
  for (const json& turn : list)
    turns.push_back({turn.at(0).get<double>(), turn.at(1).get<double>(), whole_number<int>(turn.at(2))});
  return turns;
}

ChunkWords chunk_in(const json& entry) {
  ChunkWords chunk{.language = entry.at("language").get<std::string>(), .words = {}};
  for (const json& word : entry.at("words"))
    chunk.words.push_back(
        {word.at(0).get<std::string>(), word.at(1).get<double>(), word.at(2).get<double>(), word.at(3).get<double>()});
  for (const json& filler : entry.at("fillers"))
    chunk.fillers.push_back({filler.at(0).get<double>(), filler.at(1).get<double>()});
  return chunk;
}

// Takes one line; false when it is none that a journal has.
bool take(std::string_view line, Findings& findings) {
  try {
    const json entry = json::parse(line);
    if (entry.contains("voice")) {
      std::vector<VoiceSpan> spans;
      for (const json& span : entry.at("voice")) spans.push_back({span.at(0).get<double>(), span.at(1).get<double>()});
      findings.voice = std::move(spans);
    } else if (entry.contains("turns")) {
      findings.turns = turns_in(entry.at("turns"));
    } else {
      findings.chunks[whole_number<std::size_t>(entry.at("chunk"))] = chunk_in(entry);
    }
    return true;
  } catch (const json::exception&) {
    return false;
  }
}

bool is_header(std::string_view line) {
  const json entry = json::parse(line, nullptr, false);
  return entry.is_object() && entry.value("podpromo_journal", json()) == kVersion;
}

struct Contents {
  Findings findings;
  std::string header;
  std::size_t whole_bytes = 0;  // up to the end of the last line that can be trusted
};

// Reads lines until the first that is cut short or damaged: what follows it may depend on it.
Contents contents_of(std::string_view text) {
  Contents contents;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    const std::string_view line = text.substr(at, end - at);
    const bool good = at == 0 ? is_header(line) : take(line, contents.findings);
    if (!good) break;
    if (at == 0) contents.header = std::string(line) + "\n";
    at = end + 1;
    contents.whole_bytes = at;
  }
  return contents;
}

}  // namespace

Result<Journal> Journal::open(const fs::path& file, const std::string& key) {
  const std::string header = header_line(key);
  Contents contents;
  if (const auto text = read_whole(file)) contents = contents_of(*text);
  if (contents.header != header) {
    PODPROMO_TRY(write_durably(file, header));
    contents.findings = Findings();
    contents.whole_bytes = header.size();
  }
  FileDescriptor descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!descriptor) return failure(system_error("open the journal of heard words", errno));
  if (::ftruncate(descriptor.get(), static_cast<off_t>(contents.whole_bytes)) != 0 ||
      ::lseek(descriptor.get(), 0, SEEK_END) < 0)
    return failure(system_error("open the journal of heard words", errno));
  return Journal(std::move(descriptor), std::move(contents.findings));
}

Done Journal::append(const std::string& lines) {
  std::string_view rest = lines;
  while (!rest.empty()) {
    const auto written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure(system_error("write the heard words", errno));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fdatasync(file_.get()) != 0) return failure(system_error("write the heard words", errno));
  return {};
}

Done Journal::add_voice(std::vector<VoiceSpan> voice) {
  PODPROMO_TRY(append(line_of(voice_line(voice))));
  findings_.voice = std::move(voice);
  return {};
}

Done Journal::add_turns(std::vector<SpeakerTurn> turns) {
  PODPROMO_TRY(append(line_of(turns_line(turns))));
  findings_.turns = std::move(turns);
  return {};
}

Done Journal::add_chunks(std::map<std::size_t, ChunkWords> chunks) {
  std::string lines;
  for (const auto& [number, chunk] : chunks) lines += line_of(chunk_line(number, chunk));
  PODPROMO_TRY(append(lines));
  for (auto& [number, chunk] : chunks) findings_.chunks[number] = std::move(chunk);
  return {};
}

Findings read_findings(const fs::path& file) {
  const auto text = read_whole(file);
  return text ? contents_of(*text).findings : Findings{};
}

}  // namespace podpromo
