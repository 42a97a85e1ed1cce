#include "speech/remote/remote_transcriber.hpp"

#include <algorithm>

#include <spdlog/logger.h>

#include "base/log_here.hpp"
#include "speech/remote/prompt.hpp"
#include "speech/remote/wav_bytes.hpp"
#include "speech/wav.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kShortestSound = kSamplesPerSecond / 10;  // servers refuse less
constexpr std::size_t kShortestHalf = 5 * kSamplesPerSecond;    // a server that refuses less takes nothing
constexpr std::size_t kShortPart = 28 * kSamplesPerSecond;      // of text without times, so that they aren't far off
constexpr int kBadAnswers = 2;
constexpr double kUnsure = -1;  // what a server doesn't say is not taken for sureness

double seconds(std::size_t samples) { return static_cast<double>(samples) / kSamplesPerSecond; }

bool is_about_the_form(int status) { return status == 400 || status == 415 || status == 422; }

// `later` begins `offset` seconds after `first`.
ServerAnswer joined(ServerAnswer first, ServerAnswer later, double offset) {
  const double count = static_cast<double>(first.words.size()), more = static_cast<double>(later.words.size());
  if (first.mean_log_probability && later.mean_log_probability && count + more > 0)
    first.mean_log_probability =
        (*first.mean_log_probability * count + *later.mean_log_probability * more) / (count + more);
  else if (first.words.empty())
    first.mean_log_probability = later.mean_log_probability;
  if (first.language.empty()) first.language = later.language;
  first.has_times = first.words.empty() ? later.has_times : first.has_times && (later.has_times || later.words.empty());
  first.no_speech = first.words.empty() || later.words.empty() ? std::min(first.no_speech, later.no_speech)
                                                               : std::max(first.no_speech, later.no_speech);
  first.runs_in_circles = first.runs_in_circles || later.runs_in_circles;
  for (Word& word : later.words) {
    word.start += offset;
    word.end += offset;
    first.words.push_back(std::move(word));
  }
  return first;
}

}  // namespace

void RemoteTranscriber::expect(const std::vector<std::string>& names) { prompt_ = prompt_of(names); }

// Asks for as much as the server is known to tell, and for less when it refuses that.
Result<SpeechReply> RemoteTranscriber::reply_in_some_form(Sound samples, const std::string& language,
                                                          const std::string& prompt) {
  const std::string wav = wav_bytes(samples);
  for (AnswerForm form = habits_->form;; form = static_cast<AnswerForm>(static_cast<int>(form) + 1)) {
    PODPROMO_TRY(reply, client_.ask({wav, seconds(samples.size()), language, form, prompt}, stop_));
    if (reply.status == 200) habits_->form = form;
    if (!is_about_the_form(reply.status) || form == AnswerForm::text) return reply;
  }
}

// There are models that take no prompt and refuse the whole question for it.
Result<SpeechReply> RemoteTranscriber::reply_to(Sound samples, const std::string& language, const std::string& prompt) {
  if (prompt.empty() || habits_->takes_no_prompt) return reply_in_some_form(samples, language, "");
  PODPROMO_TRY(reply, reply_in_some_form(samples, language, prompt));
  if (!is_about_the_form(reply.status)) return reply;
  PODPROMO_TRY(plain, reply_in_some_form(samples, language, ""));
  if (plain.status == 200) habits_->takes_no_prompt = true;
  return plain;
}

Result<ServerAnswer> RemoteTranscriber::read_reply(Sound samples, const std::string& language,
                                                   const std::string& prompt) {
  for (int tries = 1;; ++tries) {
    PODPROMO_TRY(reply, reply_to(samples, language, prompt));
    if (reply.status == 413) {
      habits_->too_long = std::min(habits_->too_long.load(), samples.size());
      return in_halves(samples, language);
    }
    if (reply.status != 200) return failure(refusal_of(reply, service_));
    auto answer = read_server_answer(reply.body, seconds(samples.size()), language);
    if (answer || tries == kBadAnswers) return answer;
    log_here()->warn("{}; asked again", answer.error().reason);
  }
}

// Where nobody speaks, Whisper is apt to hear what it was told to expect.
Result<ServerAnswer> RemoteTranscriber::read_without_echo(Sound samples, const std::string& language) {
  auto answer = read_reply(samples, language, prompt_);
  if (!answer || prompt_.empty() || !says_back(prompt_, answer->words)) return answer;
  return read_reply(samples, language, "");
}

Result<ServerAnswer> RemoteTranscriber::answer_to(Sound samples, const std::string& language) {
  if (samples.size() < kShortestSound)
    return ServerAnswer{.language = language, .words = {}, .no_speech = 1, .mean_log_probability = {}};
  if (samples.size() >= habits_->too_long) return in_halves(samples, language);
  if (samples.size() > kShortPart && habits_->tells_no_times) return in_short_parts(samples, language);
  PODPROMO_TRY(answer, read_without_echo(samples, language));
  if (answer.words.empty() || answer.has_times || samples.size() <= kShortPart) return answer;
  habits_->tells_no_times = true;
  return in_short_parts(samples, language);
}

Result<ServerAnswer> RemoteTranscriber::in_halves(Sound samples, const std::string& language) {
  if (samples.size() < 2 * kShortestHalf) return failure(refusal_of({.status = 413}, service_));
  const std::size_t cut = quietest_sample(samples, samples.size() / 4, samples.size() / 4 * 3);
  PODPROMO_TRY(first, answer_to(samples.first(cut), language));
  PODPROMO_TRY(later, answer_to(samples.subspan(cut), language));
  return joined(std::move(first), std::move(later), seconds(cut));
}

Result<ServerAnswer> RemoteTranscriber::in_short_parts(Sound samples, const std::string& language) {
  std::size_t at = 0;
  ServerAnswer all{.language = {}, .words = {}, .no_speech = 1, .mean_log_probability = {}};
  while (at < samples.size()) {
    const Sound rest = samples.subspan(at);
    const std::size_t length =
        rest.size() <= kShortPart ? rest.size() : quietest_sample(rest, kShortPart / 2, kShortPart);
    PODPROMO_TRY(part, answer_to(rest.first(length), language));
    all = joined(std::move(all), std::move(part), seconds(at));
    at += length;
  }
  return all;
}

Result<HeardChunk> RemoteTranscriber::hear(Sound samples, const SpeechChunk& chunk, const std::string& language) {
  PODPROMO_TRY(answer, answer_to(samples, language));
  for (Word& word : answer.words) {
    word.start += chunk.start;
    word.end += chunk.start;
  }
  return HeardChunk{.language = std::move(answer.language),
                    .no_speech = answer.no_speech,
                    .mean_log_probability = answer.mean_log_probability.value_or(kUnsure),
                    .words = std::move(answer.words),
                    .has_times = answer.has_times,
                    .runs_in_circles = answer.runs_in_circles};
}

}  // namespace podpromo
