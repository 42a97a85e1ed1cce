#include "speech/remote/speech_client.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <mutex>

#include <curl/curl.h>
#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/log_here.hpp"
#include "base/one_line.hpp"

namespace podpromo {

namespace {

using std::chrono::milliseconds;

constexpr long kConnectSeconds = 15;
constexpr double kPatienceSeconds = 300;
constexpr double kPatiencePerSoundSecond = 3;
constexpr std::size_t kLongestBody = 8 << 20;
constexpr long kSendAtOnce = 1 << 20;
constexpr int kTooManyRequests = 429;
constexpr int kRequestTimeout = 408;
constexpr const char* kAway = "Check that it runs, and PODPROMO_SPEECH_URL; the same command goes on where it stopped.";

struct CloseEasy {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeForm {
  void operator()(curl_mime* form) const { curl_mime_free(form); }
};

// One request under way.
struct Exchange {
  std::string_view wav;
  std::size_t sent = 0;
  const std::stop_token& stop;
  std::string body = {};
  bool too_long = false;
};

std::size_t on_read(char* room, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string_view piece = exchange.wav.substr(exchange.sent, count);
  std::memcpy(room, piece.data(), piece.size());
  exchange.sent += piece.size();
  return piece.size();
}

// When a connection that was kept turns out to be dead, the sound is sent again on a new one.
int on_seek(void* user, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Exchange*>(user)->sent = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

std::size_t on_bytes(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.too_long = exchange.body.size() + count > kLongestBody;
  if (exchange.too_long) return CURL_WRITEFUNC_ERROR;
  exchange.body.append(bytes, count);
  return count;
}

// NOLINTNEXTLINE(readability-function-size): the signature is curl's.
int on_tick(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const Exchange*>(user)->stop.stop_requested() ? 1 : 0;
}

void add_field(curl_mime* form, const char* name, const std::string& value) {
  curl_mimepart* part = curl_mime_addpart(form);
  curl_mime_name(part, name);
  curl_mime_data(part, value.data(), value.size());
}

void add_sound(curl_mime* form, Exchange& exchange) {
  curl_mimepart* part = curl_mime_addpart(form);
  curl_mime_name(part, "file");
  curl_mime_filename(part, "speech.wav");
  curl_mime_type(part, "audio/wav");
  curl_mime_data_cb(part, static_cast<curl_off_t>(exchange.wav.size()), on_read, on_seek, nullptr, &exchange);
}

// Servers that read a form from its front learn what is wanted before the sound.
void fill(curl_mime* form, const SpeechService& service, const SpeechQuestion& question, Exchange& exchange) {
  add_field(form, "model", service.model);
  add_field(form, "temperature", "0");
  if (!question.language.empty()) add_field(form, "language", question.language);
  if (!question.prompt.empty()) add_field(form, "prompt", question.prompt);
  add_field(form, "response_format", question.form == AnswerForm::text ? "json" : "verbose_json");
  if (question.form == AnswerForm::words_and_segments) {
    add_field(form, "timestamp_granularities[]", "word");
    add_field(form, "timestamp_granularities[]", "segment");
  }
  add_sound(form, exchange);
}

void set_up_connection(CURL* curl, const std::string& url, double sound_s) {
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // Sound and key go to the one who was named and to nobody he names.
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  // A server is silent while it listens, so only the whole can have a limit.
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(kPatienceSeconds + kPatiencePerSoundSecond * sound_s));
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, kSendAtOnce);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "podpromo");
  if (is_this_machine(url)) curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

void set_up_exchange(CURL* curl, Exchange& exchange) {
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_tick);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
}

SpeechReply reply_of(CURL* curl, std::string body) {
  SpeechReply reply{.body = std::move(body)};
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  curl_off_t wait = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  reply.retry_after = std::chrono::seconds(std::clamp<curl_off_t>(wait, 0, 1'000'000));
  const char* elsewhere = nullptr;
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &elsewhere);
  if (elsewhere != nullptr) reply.elsewhere = elsewhere;
  return reply;
}

std::unexpected<Error> stopped() { return failure(Fault::cancelled, "listening was stopped"); }

// An empty purse looks like haste, and waiting doesn't fill it.
bool is_out_of_credit(const SpeechReply& reply) {
  return reply.status == kTooManyRequests && reply.body.find("insufficient_quota") != std::string::npos;
}

bool may_pass(const Result<SpeechReply>& reply) {
  if (!reply) return reply.error().fault == Fault::unavailable;
  if (is_out_of_credit(*reply)) return false;
  return reply->status >= 500 || reply->status == kTooManyRequests || reply->status == kRequestTimeout;
}

// False when somebody said stop meanwhile.
bool waited(milliseconds wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, wait, [] { return false; });
  return !stop.stop_requested();
}

// What a server says for itself, made fit for a line of a log.
std::string one_line(std::string_view text, const std::string& key) {
  constexpr std::size_t kLongestLine = 300;
  std::string line(text.substr(0, 4 * kLongestLine));
  if (!key.empty())
    for (std::size_t at = 0; (at = line.find(key, at)) != std::string::npos;) line.replace(at, key.size(), "(key)");
  return as_one_line(line.substr(0, kLongestLine));
}

}  // namespace

struct SpeechClient::Connection {
  std::unique_ptr<CURL, CloseEasy> curl;
};

SpeechClient::SpeechClient(std::string url, SpeechService service)
    : url_(std::move(url)), service_(std::move(service)) {
  static std::once_flag curl_is_up;
  std::call_once(curl_is_up, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  connection_ = std::make_unique<Connection>(std::unique_ptr<CURL, CloseEasy>(curl_easy_init()));
}
SpeechClient::~SpeechClient() = default;

Result<SpeechReply> SpeechClient::ask_once(const SpeechQuestion& question, const std::stop_token& stop) {
  CURL* curl = connection_->curl.get();
  if (curl == nullptr) return failure(Fault::internal, "the speech server can't be asked", "Run this again.");
  curl_easy_reset(curl);
  Exchange exchange{.wav = question.wav, .stop = stop};
  set_up_connection(curl, url_, question.sound_s);
  set_up_exchange(curl, exchange);
  const std::unique_ptr<curl_mime, FreeForm> form(curl_mime_init(curl));
  fill(form.get(), service_, question, exchange);
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, form.get());
  // Waiting to be told to go on would only cost a second where servers don't know how.
  std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, "Expect:"));
  if (!service_.key.empty())
    headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + service_.key).c_str()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  const CURLcode code = curl_easy_perform(curl);
  if (stop.stop_requested()) return stopped();
  SpeechReply reply = reply_of(curl, std::move(exchange.body));
  // Whoever refuses early hangs up on the rest.
  if (code == CURLE_OK || reply.status >= 400) return reply;
  const std::string why = exchange.too_long ? "its answer is too long" : curl_easy_strerror(code);
  return failure(Fault::unavailable, fmt::format("the speech server can't be reached ({})", why), kAway,
                 fmt::format("curl {} from {}", static_cast<int>(code), url_));
}

Result<SpeechReply> SpeechClient::ask(const SpeechQuestion& question, const std::stop_token& stop) {
  milliseconds wait = service_.retries.first_wait;
  for (int tries = 1;; ++tries) {
    auto reply = ask_once(question, stop);
    if (!may_pass(reply) || tries >= service_.retries.tries) return reply;
    const milliseconds wished = reply ? milliseconds(reply->retry_after) : milliseconds(0);
    const milliseconds pause = std::max(wished, std::min(wait, service_.retries.longest_wait));
    if (pause > service_.retries.longest_wait)
      return failure(Fault::too_many,
                     fmt::format("the speech server wants to be left alone for {} s", pause.count() / 1000),
                     "Run the same command again after that; it goes on where it stopped.");
    log_here()->warn("{}; asked again in {:.1f} s", reply ? refusal_of(*reply, service_).reason : reply.error().reason,
                     static_cast<double>(pause.count()) / 1000);
    if (!waited(pause, stop)) return stopped();
    wait *= 2;
  }
}

Error refusal_of(const SpeechReply& reply, const SpeechService& service) {
  const std::string detail = fmt::format("status {}: {}", reply.status, one_line(reply.body, service.key));
  if (is_out_of_credit(reply))
    return {Fault::too_many, "the speech server says that its credit is used up",
            "Fill up the account whose key is in PODPROMO_SPEECH_KEY.", detail};
  if (reply.status >= 300 && reply.status < 400)
    return {Fault::bad_request, "the speech server sends us to another address, and sound goes only where you say",
            "Set PODPROMO_SPEECH_URL to that address if it is right.",
            fmt::format("status {} to {}", reply.status, one_line(reply.elsewhere, service.key))};
  switch (reply.status) {
    case 400:
    case 422:
      return {Fault::bad_request, "the speech server doesn't accept the question",
              "Check PODPROMO_SPEECH_MODEL and the language; the log has its own words.", detail};
    case 401:
    case 403:
      return {Fault::denied, "the speech server refuses the key",
              "Set PODPROMO_SPEECH_KEY to a key that is valid there.", detail};
    case 404:
    case 405:
      return {Fault::bad_request,
              fmt::format("the speech server knows no model “{}”, or nothing listens there", service.model),
              "Check PODPROMO_SPEECH_MODEL and the path in PODPROMO_SPEECH_URL.", detail};
    case 413:
      return {Fault::too_large, "the speech server takes no sound, however short", "Raise its limit for uploads.",
              detail};
    case kTooManyRequests:
      return {Fault::too_many, "the speech server is asked too often", "Run the same command again later.", detail};
    default:
      return {Fault::unavailable, fmt::format("the speech server answered with status {}", reply.status), kAway,
              detail};
  }
}

}  // namespace podpromo
