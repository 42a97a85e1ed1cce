#include "speech/listen.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>

#include "speech/align/aligner.hpp"
#include "speech/chunk_ear.hpp"
#include "speech/crew.hpp"
#include "speech/groups.hpp"
#include "speech/journal.hpp"
#include "speech/pack.hpp"
#include "speech/voice_activity.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

// Part of every journal's key: raise it when the same sound and engine would give other words.
constexpr int kMethod = 2;
constexpr std::size_t kChunksForLanguage = 5;
constexpr double kSureOfLanguage = 0.999;

struct Listening {
  const Wav& wav;
  const TranscriberFactory& engine;
  const ListenOptions& options;
  Journal& journal;
  std::stop_token stop;
};

std::string whole_key(const Wav& wav, const TranscriberFactory& engine, const ListenOptions& options,
                      const std::string& key) {
  return fmt::format("{}|{}|{}|{}|{}|{}", kMethod, engine.identity(), options.language, options.align_words,
                     wav.samples(), key);
}

// The whole voice of the episode, from the journal when it was searched before.
Result<std::vector<VoiceSpan>> voice_of(const Listening& listening) {
  if (const auto& known = listening.journal.findings().voice) return *known;
  PODPROMO_TRY(voice, find_voice(listening.wav, listening.options.voice_model, listening.stop));
  PODPROMO_TRY(listening.journal.add_voice(voice));
  return voice;
}

// The likeliest language when each chunk's odds count as independent evidence, and how likely it is.
std::pair<std::string, double> likeliest(const std::map<std::string, double>& log_odds) {
  const auto best = std::max_element(log_odds.begin(), log_odds.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  double sum = 0;
  for (const auto& [language, odds] : log_odds) sum += std::exp(odds - best->second);
  return {best->first, 1 / sum};
}

// Looks at the first chunks, in order, until they leave no doubt: at least two, at most five.
Result<std::string> found_language(const Listening& listening, const std::vector<PackedChunk>& chunks) {
  PODPROMO_TRY(engine, listening.engine.make());
  std::map<std::string, double> log_odds;
  std::string language;
  for (std::size_t i = 0; i < std::min(chunks.size(), kChunksForLanguage); ++i) {
    if (listening.stop.stop_requested()) return failure(Fault::cancelled, "listening was stopped");
    PODPROMO_TRY(samples, listening.wav.read_span(chunks[i].chunk.start, chunks[i].chunk.end));
    PODPROMO_TRY(odds, engine->language_odds(samples));
    if (odds.empty()) return language;
    for (const auto& [code, p] : odds) log_odds[code] += std::log(std::max(p, 1e-6));
    const auto [best, probability] = likeliest(log_odds);
    language = best;
    if (odds.size() == 1 || (i > 0 && probability > kSureOfLanguage)) break;
  }
  return language;
}

Result<std::string> language_of(const Listening& listening, const std::vector<PackedChunk>& chunks) {
  if (!listening.options.language.empty()) return listening.options.language;
  if (const auto& known = listening.journal.findings().language) return *known;
  PODPROMO_TRY(language, found_language(listening, chunks));
  PODPROMO_TRY(listening.journal.add_language(language));
  return language;
}

std::size_t workers_for(const ListenOptions& options, std::size_t groups) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.workers > 0 ? static_cast<std::size_t>(options.workers) : cores;
  return std::min(wanted, groups);
}

std::unique_ptr<Aligner> aligner_for(const ListenOptions& options, const std::string& language) {
  if (!options.align_words || language != "en") return nullptr;
  auto aligner = english_aligner(english_model_folder());
  if (!aligner) spdlog::warn("word times are rough: the package pocketsphinx-en-us is not installed");
  return aligner;
}

Transcript transcript_of(const Findings& findings, std::string language, std::string source) {
  Transcript transcript;
  transcript.language = std::move(language);
  transcript.source = std::move(source);
  for (const auto& [number, words] : findings.chunks)
    transcript.words.insert(transcript.words.end(), words.begin(), words.end());
  return transcript;
}

// What is to be heard, in which language, and what of it together.
struct Plan {
  std::vector<VoiceSpan> voice;
  std::vector<PackedChunk> chunks;
  std::string language;
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

// Which chunks are heard together is the engine's to say, which is not made for an episode that is heard already.
Result<std::vector<ChunkGroup>> groups_of(const Listening& listening, const std::vector<PackedChunk>& chunks) {
  if (listening.journal.findings().chunks.size() == chunks.size()) return group_chunks(chunks, 1);
  PODPROMO_TRY(engine, listening.engine.make());
  return group_chunks(chunks, engine->best_together());
}

// Hears the groups that the journal lacks, over workers; the calling thread writes the journal and tells `heard`.
Done hear_the_rest(const Listening& listening, const Plan& plan, const std::function<void(const Heard&)>& heard) {
  Heard so_far = heard_before(plan, listening.journal.findings());
  const auto todo = groups_to_hear(plan, listening.journal.findings());
  if (heard) heard(so_far);
  const auto make_ear = [&](const std::stop_token& stop) -> Result<std::unique_ptr<ChunkEar>> {
    PODPROMO_TRY(engine, listening.engine.make());
    engine->stop_with(stop);
    return std::make_unique<ChunkEar>(listening.wav, std::move(engine), aligner_for(listening.options, plan.language));
  };
  const auto listen_to = [&](ChunkEar& ear, std::size_t number) {
    return ear.words_in(plan.voiced(plan.groups[number]), plan.language);
  };
  const auto write_down = [&](std::size_t number, GroupWords words) -> Done {
    const ChunkGroup& group = plan.groups[number];
    std::map<std::size_t, std::vector<Word>> chunks;
    for (std::size_t i = 0; i < group.size(); ++i) chunks[group[i]] = std::move(words[i]);
    PODPROMO_TRY(listening.journal.add_chunks(std::move(chunks)));
    count(plan, group, so_far);
    if (heard) heard(so_far);
    return {};
  };
  return Crew{make_ear, listen_to, write_down}.work(todo, workers_for(listening.options, todo.size()), listening.stop);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): what, with what, how, where it is kept, and whom to tell.
Result<Transcript> listen(const fs::path& wav, const TranscriberFactory& engine, const ListenOptions& options,
                          const fs::path& journal, const std::string& key,
                          const std::function<void(const Heard&)>& heard, std::stop_token stop) {
  PODPROMO_TRY(sound, Wav::open(wav));
  PODPROMO_TRY(log, Journal::open(journal, whole_key(sound, engine, options, key)));
  const Listening listening{sound, engine, options, log, std::move(stop)};
  Plan plan;
  PODPROMO_TRY(voice, voice_of(listening));
  plan.voice = std::move(voice);
  plan.chunks = pack_chunks(plan.voice);
  if (plan.chunks.empty()) return transcript_of(log.findings(), options.language, engine.identity());
  PODPROMO_TRY(language, language_of(listening, plan.chunks));
  plan.language = std::move(language);
  PODPROMO_TRY(groups, groups_of(listening, plan.chunks));
  plan.groups = std::move(groups);
  PODPROMO_TRY(hear_the_rest(listening, plan, heard));
  return transcript_of(log.findings(), plan.language, engine.identity());
}

Transcript heard_so_far(const fs::path& journal) {
  const Findings findings = read_findings(journal);
  return transcript_of(findings, findings.language.value_or(""), "");
}

}  // namespace podpromo
