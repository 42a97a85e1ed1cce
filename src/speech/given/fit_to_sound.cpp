#include "speech/given/fit_to_sound.hpp"

#include <spdlog/logger.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/log_here.hpp"
#include "episode/fillers.hpp"
#include "speech/crew.hpp"
#include "speech/given/placed_words.hpp"
#include "speech/given/read_along.hpp"
#include "speech/listen.hpp"
#include "speech/pack.hpp"
#include "speech/speakers/who_speaks.hpp"
#include "speech/voice_activity.hpp"
#include "speech/words/letters.hpp"
#include "speech/words/text_tokens.hpp"

namespace podpromo {

namespace {

constexpr double kMostlyFound = 0.9;       // of the words, for times that are not called estimated
constexpr double kFoundWell = 0.75;        // below this the episode is heard, if it can be
constexpr double kOwnTranscript = 0.25;    // of the words found; another episode's has next to none
constexpr double kOwnRuns = 0.15;          // of runs of three words that were heard in samples
constexpr double kRightAlready = 0.25;     // seconds that word times may be off before they are measured anew
constexpr std::size_t kSamples = 5;        // chunks that are heard to see whose transcript it is
constexpr std::size_t kWordsToJudge = 30;  // with fewer heard words nothing is said about it

constexpr std::array<std::string_view, 34> kEnglish = {
    "the", "and",  "of",  "to",   "that", "it",   "you", "is",    "i",     "for",  "with", "this",
    "but", "have", "are", "they", "not",  "what", "my",  "your",  "he",    "she",  "his",  "her",
    "at",  "from", "by",  "on",   "be",   "as",   "one", "there", "about", "which"};

bool looks_english(const std::vector<Word>& words) {
  const auto known = std::count_if(words.begin(), words.end(), [](const Word& word) {
    return std::find(kEnglish.begin(), kEnglish.end(), comparable(word.text)) != kEnglish.end();
  });
  return static_cast<double>(known) >= 0.2 * static_cast<double>(words.size());
}

// Chinese, Japanese, Thai, Lao, Burmese and Khmer, by the first bytes of their characters.
bool has_unspaced_script(const Word& word) {
  for (std::size_t i = 0; i + 1 < word.text.size(); ++i) {
    const auto first = static_cast<unsigned char>(word.text[i]), second = static_cast<unsigned char>(word.text[i + 1]);
    if (first >= 0xE3 && first <= 0xE9) return true;
    if (first == 0xE0 && second >= 0xB8 && second <= 0xBB) return true;
    if (first == 0xE1 && ((second >= 0x80 && second <= 0x82) || second == 0x9E || second == 0x9F)) return true;
  }
  return false;
}

bool is_without_spaces(const Transcript& transcript) {
  if (is_written_without_spaces(transcript.language)) return true;
  const auto count = std::count_if(transcript.words.begin(), transcript.words.end(), has_unspaced_script);
  return static_cast<std::size_t>(count) * 3 > transcript.words.size();
}

std::vector<std::string> comparables(const std::vector<Word>& words) {
  std::vector<std::string> all;
  all.reserve(words.size());
  for (const Word& word : words) all.push_back(comparable(word.text));
  return all;
}

// One transcript on its way. Everything it refers to outlives it.
class Fitting {
 public:
  // NOLINTNEXTLINE(readability-function-size): what, in which sound, with what, how, and whom to tell.
  Fitting(GivenTranscript& given, const Searched& sound, const fs::path& wav_file, const TranscriberFactory& engine,
          const FitOptions& options, const ToldFit& told)
      : transcript_(given.transcript),
        timed_(given.timed),
        sound_(sound),
        wav_file_(wav_file),
        engine_(engine),
        options_(options),
        told_(told) {
    if (!options.language.empty()) transcript_.language = options.language;
    if (transcript_.language.empty() && looks_english(transcript_.words)) transcript_.language = "en";
    placed_ = {.words = transcript_.words, .found = std::vector<char>(transcript_.words.size()), .fillers = {}};
  }

  Done fit() {
    if (transcript_.language == "en") crew_ = AlignCrew::open(options_.workers);
    if (timed_ && crew_) {
      PODPROMO_TRY(done, fitted_by_its_times());
      if (done) return {};
    }
    return fit_by_hearing();
  }

 private:
  void tell(double fraction, const std::string& note) {
    furthest_ = std::max(furthest_, std::min(1.0, fraction));
    if (told_) told_(furthest_, note);
  }

  Done align(double from, double to) {
    return align_words(*crew_, sound_, placed_,
                       [&](double done) { tell(from + (to - from) * done, "Finding the words in the sound"); });
  }

  // English captions, by the aligner alone. False when that found too little.
  Result<bool> fitted_by_its_times() {
    tell(0, "Comparing the transcript with the sound");
    PODPROMO_TRY(shift, found_shift(*crew_, sound_, placed_.words));
    if (!shift) return false;
    shift_ = shift;
    if (!transcript_.estimated_times && std::abs(*shift) < kRightAlready) return true;
    log_here()->info("the transcript's words are said {:.2f} s later than it says", *shift);
    for (Word& word : placed_.words) {
      word.start = std::max(0.0, word.start + *shift);
      word.end = std::max(word.start, word.end + *shift);
    }
    PODPROMO_TRY(align(0, 1));
    if (placed_.found_share() < kFoundWell) return false;
    take(true);
    return true;
  }

  // The episode is heard and the words take their times from what was heard. What is given with times and can't be
  // heard stays what it was, unless the aligner has looked for it in vain.
  Done fit_by_hearing() {
    // What is heard comes in other pieces than what is written.
    if (is_without_spaces(transcript_) && timed_) return {};
    if (is_without_spaces(transcript_))
      return failure(Fault::bad_request, "words without spaces between them can't be found without times",
                     "Give the transcript as SRT or WebVTT.");
    auto ear = engine_.make();
    if (!ear && ear.error().fault != Fault::missing_model) return failure(std::move(ear).error());
    if (!ear) return without_ears();
    PODPROMO_TRY(check_samples(**ear));
    if (timed_ && !transcript_.estimated_times && !crew_) return {};
    PODPROMO_TRY(heard, listen_to_all());
    const auto matches = match_words(comparables(placed_.words), comparables(heard.words));
    const double share = static_cast<double>(matches.size()) / static_cast<double>(placed_.words.size());
    if (share < kOwnTranscript) return another_episode();
    const double found_before = placed_.found_share();
    std::fill(placed_.found.begin(), placed_.found.end(), 0);
    take_heard_times(placed_, heard.words, matches);
    transcript_.language = heard.language;
    if (!crew_ && heard.language == "en") crew_ = AlignCrew::open(options_.workers);
    log_here()->info("{:.0f} % of the transcript's words were heard; {:.0f} % had been found by its times", 100 * share,
                     100 * found_before);
    settle_placed(placed_, sound_.voice, sound_.wav.duration_s(), false);
    PODPROMO_TRY(crew_ ? align(kHearing, 1) : read());
    take(false);
    return {};
  }

  // Where there is no aligner for the language.
  Done read() {
    const Readers readers{engine_, transcript_.language, worker_count(options_.workers)};
    return read_along(readers, sound_, placed_, [&](double done) {
      tell(kHearingToRead + (1 - kHearingToRead) * done, "Finding the words in the sound");
    });
  }

  Done without_ears() {
    if (!timed_)
      return failure(Fault::missing_model, "a transcript without times needs a speech model",
                     "Get one with: podpromo models pull base. Or give the transcript as SRT or WebVTT.");
    if (!crew_) return {};
    if (!shift_ || placed_.found_share() < kOwnTranscript) return another_episode();
    take(true);
    return {};
  }

  static std::unexpected<Error> another_episode() {
    return failure(Fault::bad_request, "the transcript is not of this episode: other words are said in it",
                   "Give the transcript of this episode, or leave it out and let PodPromo listen.");
  }

  // Hears a few chunks from all over the episode. Fails when the transcript has next to nothing of them.
  Done check_samples(Transcriber& ear) {
    tell(0, "Comparing the transcript with the sound");
    ear.stop_with(sound_.stop);
    const auto chunks = pack_chunks(sound_.voice);
    const std::size_t count = std::min(kSamples, chunks.size());
    std::vector<Word> heard;
    for (std::size_t i = 0; i < count; ++i) {
      if (sound_.stop.stop_requested()) return failure(Fault::cancelled, "comparing the transcript was stopped");
      const SpeechChunk& chunk = chunks[(2 * i + 1) * chunks.size() / (2 * count)].chunk;
      PODPROMO_TRY(samples, sound_.wav.read_span(chunk.start, chunk.end));
      PODPROMO_TRY(words, ear.hear(samples, chunk, transcript_.language));
      heard.insert(heard.end(), words.words.begin(), words.words.end());
    }
    if (heard.size() < kWordsToJudge) return {};
    const double shared = shared_runs(comparables(placed_.words), comparables(heard));
    log_here()->info("the transcript has {:.0f} % of what is heard in samples of the episode", 100 * shared);
    if (shared < kOwnRuns) return another_episode();
    return {};
  }

  Result<Transcript> listen_to_all() {
    ListenOptions how{.language = transcript_.language,
                      .workers = options_.workers,
                      .voice_model = options_.voice_model,
                      .align_words = false,
                      .speaker_model = {},
                      .speakers = options_.speakers,
                      .voice = std::vector(sound_.voice.begin(), sound_.voice.end())};
    if (!sound_.turns.empty()) {
      how.speaker_model = options_.speaker_model;
      how.turns = std::vector(sound_.turns.begin(), sound_.turns.end());
    }
    const double until = crew_ ? kHearing : kHearingToRead;
    const auto heard = [&](const Heard& now) {
      tell(now.speech_s > 0 ? until * std::min(1.0, now.heard_s / now.speech_s) : 0, "Listening for the words");
    };
    return listen(wav_file_, engine_, how, options_.journal, options_.key, heard, sound_.stop);
  }

  void take(bool trust_times) {
    settle_placed(placed_, sound_.voice, sound_.wav.duration_s(), trust_times);
    transcript_.words = std::move(placed_.words);
    for (std::size_t i = 0; i < transcript_.words.size(); ++i) transcript_.words[i].estimated = placed_.found[i] == 0;
    transcript_.fillers = fillers_between(std::move(placed_.fillers), transcript_.words);
    const auto found = std::count(placed_.found.begin(), placed_.found.end(), 1);
    transcript_.estimated_times =
        static_cast<double>(found) < kMostlyFound * static_cast<double>(transcript_.words.size());
  }

  static constexpr double kHearing = 0.9;        // of the work, when aligning follows
  static constexpr double kHearingToRead = 0.7;  // when reading does
  Transcript& transcript_;
  const bool timed_;
  const Searched& sound_;
  const fs::path& wav_file_;
  const TranscriberFactory& engine_;
  const FitOptions& options_;
  const ToldFit& told_;
  PlacedWords placed_;
  std::optional<AlignCrew> crew_;
  std::optional<double> shift_;
  double furthest_ = 0;
};

// Without a voice there is nothing to compare with; words without times have no place then.
Result<Transcript> as_it_is(GivenTranscript given, Fault fault, const char* reason, const char* remedy) {
  if (!given.timed) return failure(fault, reason, remedy);
  return std::move(given.transcript);
}

// Who speaks when; nothing when the transcript says so itself, or nobody asks.
// NOLINTNEXTLINE(readability-function-size): of what, in which sound, where somebody speaks, how, and what stops it.
Result<std::vector<SpeakerTurn>> turns_for(const Transcript& transcript, const Wav& wav,
                                           std::span<const VoiceSpan> voice, const FitOptions& options,
                                           const std::stop_token& stop) {
  if (options.speaker_model.empty() || !transcript.speakers.empty()) return std::vector<SpeakerTurn>{};
  const SpeakerSearch search{.model = options.speaker_model,
                             .wanted = static_cast<std::size_t>(std::max(0, options.speakers)),
                             .workers = worker_count(options.workers)};
  return find_speakers(wav, voice, search, stop);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): what, where, with what, how, and who is told and may stop it.
Result<Transcript> fit_to_sound(GivenTranscript given, const fs::path& wav, const TranscriberFactory& engine,
                                const FitOptions& options, const ToldFit& told, std::stop_token stop) {
  if (options.voice_model.empty())
    return as_it_is(std::move(given), Fault::missing_model, "a transcript without times needs a speech model",
                    "Get one with: podpromo models pull base. Or give the transcript as SRT or WebVTT.");
  PODPROMO_TRY(sound, Wav::open(wav));
  PODPROMO_TRY(voice, find_voice(sound, options.voice_model, stop));
  if (voice.empty())
    return as_it_is(std::move(given), Fault::bad_request,
                    "nobody speaks in this episode, so its transcript has no place",
                    "Check that it is the right file, or leave the transcript out.");
  PODPROMO_TRY(turns, turns_for(given.transcript, sound, voice, options, stop));
  const Searched searched{sound, voice, turns, std::move(stop)};
  PODPROMO_TRY(Fitting(given, searched, wav, engine, options, told).fit());
  if (!turns.empty()) name_speakers(given.transcript, turns);
  return std::move(given.transcript);
}

}  // namespace podpromo
