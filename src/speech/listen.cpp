#include "speech/listen.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <future>
#include <map>

#include "base/log_here.hpp"
#include "speech/align/aligner.hpp"
#include "speech/chunk_ear.hpp"
#include "speech/crew.hpp"
#include "speech/groups.hpp"
#include "speech/journal.hpp"
#include "speech/pack.hpp"
#include "speech/speakers/who_speaks.hpp"
#include "speech/voice_activity.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

// Part of every journal's key: raise it when the same sound and engine would give other words.
constexpr int kMethod = 7;

struct Listening {
  const Wav& wav;
  const TranscriberFactory& engine;
  const ListenOptions& options;
  Journal& journal;
  std::stop_token stop;
};

std::string whole_key(const Wav& wav, const TranscriberFactory& engine, const ListenOptions& options,
                      const std::string& key) {
  const std::string speakers = options.speaker_model.empty() ? "off" : std::to_string(options.speakers);
  std::string whole = fmt::format("{}|{}|{}|{}|{}|{}|{}", kMethod, engine.identity(), options.language,
                                  options.align_words, speakers, wav.samples(), key);
  for (const std::string& word : options.expected) whole += "|" + word;
  return whole;
}

Result<std::vector<VoiceSpan>> found_voice(const Listening& listening) {
  if (listening.options.voice) return *listening.options.voice;
  return find_voice(listening.wav, listening.options.voice_model, listening.stop);
}

// The whole voice of the episode, from the journal when it was searched before.
Result<std::vector<VoiceSpan>> voice_of(const Listening& listening) {
  if (const auto& known = listening.journal.findings().voice) return *known;
  PODPROMO_TRY(voice, found_voice(listening));
  PODPROMO_TRY(listening.journal.add_voice(voice));
  return voice;
}

Result<std::vector<SpeakerTurn>> found_turns(const Listening& listening, std::span<const VoiceSpan> voice) {
  if (listening.options.turns) return *listening.options.turns;
  const SpeakerSearch search{.model = listening.options.speaker_model,
                             .wanted = static_cast<std::size_t>(std::max(0, listening.options.speakers)),
                             .workers = worker_count(listening.options.workers)};
  return find_speakers(listening.wav, voice, search, listening.stop);
}

// Who speaks when, from the journal when it was found out before; nothing when nobody asks.
Result<std::vector<SpeakerTurn>> turns_of(const Listening& listening, std::span<const VoiceSpan> voice) {
  if (listening.options.speaker_model.empty()) return std::vector<SpeakerTurn>{};
  if (const auto& known = listening.journal.findings().turns) return *known;
  PODPROMO_TRY(turns, found_turns(listening, voice));
  PODPROMO_TRY(listening.journal.add_turns(turns));
  return turns;
}

// For the first English words that are to be timed; no function when there should be none.
AlignerMaker aligner_maker(const ListenOptions& options) {
  if (!options.align_words) return {};
  return [] {
    auto aligner = english_aligner(english_model_folder());
    if (!aligner) log_here()->warn("word times are rough: the package pocketsphinx-en-us is not installed");
    return aligner;
  };
}

// The language of most words; `otherwise` when there are none.
std::string main_language(const Findings& findings, const std::string& otherwise) {
  std::map<std::string, std::size_t> words;
  for (const auto& [number, chunk] : findings.chunks) words[chunk.language] += chunk.words.size();
  const auto most =
      std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == words.end() || most->second == 0 ? otherwise : most->first;
}

Transcript transcript_of(const Findings& findings, const std::string& language, std::string source) {
  Transcript transcript;
  transcript.language = main_language(findings, language);
  transcript.source = std::move(source);
  for (const auto& [number, chunk] : findings.chunks) {
    transcript.words.insert(transcript.words.end(), chunk.words.begin(), chunk.words.end());
    transcript.fillers.insert(transcript.fillers.end(), chunk.fillers.begin(), chunk.fillers.end());
  }
  if (findings.turns) name_speakers(transcript, *findings.turns);
  return transcript;
}

// What is to be heard, and what of it together.
struct Plan {
  std::vector<VoiceSpan> voice;
  std::vector<PackedChunk> chunks;
  std::vector<ChunkGroup> groups;

  double seconds_in(std::size_t number) const { return chunks[number].chunk.end - chunks[number].chunk.start; }
  std::vector<VoicedChunk> voiced(const ChunkGroup& group) const {
    std::vector<VoicedChunk> all;
    for (const std::size_t number : group) {
      const PackedChunk& packed = chunks[number];
      all.push_back({packed.chunk, std::span(voice).subspan(packed.first, packed.last - packed.first)});
    }
    return all;
  }
};

bool is_heard(const ChunkGroup& group, const Findings& findings) {
  return std::all_of(group.begin(), group.end(), [&](std::size_t number) { return findings.chunks.contains(number); });
}

// A group that a crash left half written down doesn't count: it is heard again as a whole, with the same result.
std::vector<std::size_t> groups_to_hear(const Plan& plan, const Findings& findings) {
  std::vector<std::size_t> todo;
  for (std::size_t i = 0; i < plan.groups.size(); ++i)
    if (!is_heard(plan.groups[i], findings)) todo.push_back(i);
  return todo;
}

void count(const Plan& plan, const ChunkGroup& group, Heard& heard) {
  for (const std::size_t number : group) heard.heard_s += plan.seconds_in(number);
  heard.chunks_done += group.size();
}

Heard heard_before(const Plan& plan, const Findings& findings) {
  Heard before{.chunks = plan.chunks.size()};
  for (std::size_t i = 0; i < plan.chunks.size(); ++i) before.speech_s += plan.seconds_in(i);
  for (const ChunkGroup& group : plan.groups)
    if (is_heard(group, findings)) count(plan, group, before);
  return before;
}

// Of the groups that several workers are in the middle of, what each has done.
class UnderWay {
 public:
  explicit UnderWay(const Plan& plan) : plan_(plan) {}
  void advanced(std::size_t group, double fraction) { fractions_[group] = fraction; }
  void finished(std::size_t group) { fractions_.erase(group); }
  double seconds() const {
    double sum = 0;
    for (const auto& [group, fraction] : fractions_)
      for (const std::size_t number : plan_.groups[group]) sum += fraction * plan_.seconds_in(number);
    return sum;
  }

 private:
  const Plan& plan_;
  std::map<std::size_t, double> fractions_;
};

// Hears the groups that the journal lacks, over workers; the calling thread writes the journal and tells `heard`.
Done hear_the_rest(const Listening& listening, const Plan& plan, const std::function<void(const Heard&)>& heard) {
  Heard so_far = heard_before(plan, listening.journal.findings());
  UnderWay under_way(plan);
  const auto tell = [&] {
    Heard now = so_far;
    now.heard_s += under_way.seconds();
    if (heard) heard(now);
  };
  const auto todo = groups_to_hear(plan, listening.journal.findings());
  tell();
  const auto make_ear = [&](const std::stop_token& stop) -> Result<std::unique_ptr<ChunkEar>> {
    PODPROMO_TRY(engine, listening.engine.make());
    engine->stop_with(stop);
    engine->expect(listening.options.expected);
    return std::make_unique<ChunkEar>(listening.wav, std::move(engine), aligner_maker(listening.options));
  };
  const auto listen_to = [&](ChunkEar& ear, std::size_t number, const Advanced& advanced) {
    return ear.words_in(plan.voiced(plan.groups[number]), listening.options.language, advanced);
  };
  const auto advanced = [&](std::size_t number, double fraction) {
    under_way.advanced(number, fraction);
    tell();
  };
  const auto write_down = [&](std::size_t number, GroupWords words) -> Done {
    const ChunkGroup& group = plan.groups[number];
    std::map<std::size_t, ChunkWords> chunks;
    for (std::size_t i = 0; i < group.size(); ++i) chunks[group[i]] = std::move(words[i]);
    PODPROMO_TRY(listening.journal.add_chunks(std::move(chunks)));
    under_way.finished(number);
    count(plan, group, so_far);
    tell();
    return {};
  };
  return Crew{make_ear, listen_to, advanced, write_down}.work(
      todo, std::min(worker_count(listening.options.workers), todo.size()), listening.stop);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): what, with what, how, where it is kept, and whom to tell.
Result<Transcript> listen(const fs::path& wav, const TranscriberFactory& engine, const ListenOptions& options,
                          const fs::path& journal, const std::string& key,
                          const std::function<void(const Heard&)>& heard, std::stop_token stop) {
  PODPROMO_TRY(sound, Wav::open(wav));
  PODPROMO_TRY(log, Journal::open(journal, whole_key(sound, engine, options, key)));
  const Listening listening{sound, engine, options, log, std::move(stop)};
  // Weights take half a second to load, and the voice is searched by one thread only. Where it was searched before,
  // everything may be heard already.
  const auto when = log.findings().voice ? std::launch::deferred : std::launch::async;
  auto first_engine = std::async(when, [&] { return engine.make(); });
  Plan plan;
  PODPROMO_TRY(voice, voice_of(listening));
  plan.voice = std::move(voice);
  PODPROMO_TRY(turns, turns_of(listening, plan.voice));
  plan.chunks = pack_chunks(plan.voice, changes_before(plan.voice, turns), engine.chunk_limits());
  if (log.findings().chunks.size() < plan.chunks.size()) {
    PODPROMO_TRY(ready, first_engine.get());
    plan.groups = group_chunks(plan.chunks, ready->best_together());
    ready.reset();
    PODPROMO_TRY(hear_the_rest(listening, plan, heard));
  }
  return transcript_of(log.findings(), options.language, engine.identity());
}

Transcript heard_so_far(const fs::path& journal) {
  const Findings findings = read_findings(journal);
  return transcript_of(findings, "", "");
}

}  // namespace podpromo
