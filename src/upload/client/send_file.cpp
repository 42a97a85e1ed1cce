#include "upload/client/send_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "upload/client/unfinished_memo.hpp"
#include "upload/client/web_client.hpp"
#include "upload/limits.hpp"
#include "upload/tus_headers.hpp"

namespace podpromo {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{30'000};
// Requests in a row that were answered well and brought nothing.
constexpr int kMostRounds = 10;

// "https://host:1" of "https://host:1/somewhere/".
std::string origin_of(std::string url) {
  if (url.find("://") == std::string::npos) url = "http://" + url;
  return url.substr(0, url.find('/', url.find("://") + 3));
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view three = bytes.substr(at, 3);
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= three.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

// What the server's problem details say, under the fault that its status stands for.
Error refusal_of(const WebReply& reply) {
  const auto said = nlohmann::json::parse(reply.body, nullptr, false);
  const auto text = [&](const char* key) {
    return said.is_object() && said.contains(key) && said[key].is_string() ? said[key].get<std::string>()
                                                                           : std::string{};
  };
  Error error{.fault = Fault::unavailable,
              .reason = text("title"),
              .remedy = text("remedy"),
              .detail = fmt::format("status {}", reply.status)};
  if (error.reason.empty()) error.reason = fmt::format("the server answered with status {}", reply.status);
  const bool may_pass = reply.status >= 500 || reply.status == 408 || reply.status == 425;
  if (!may_pass) error.fault = Fault::bad_request;
  switch (reply.status) {
    case 401:
    case 403:
      error.fault = Fault::bad_request;
      error.remedy = "Give the server's token with --token or PODPROMO_TOKEN.";
      break;
    case 413: error.fault = Fault::too_large; break;
    case 415: error.fault = Fault::unsupported_media; break;
    case 460: error.fault = Fault::unreadable_media; break;
    case 429: error.fault = Fault::too_many; break;
    case 507: error.fault = Fault::no_space; break;
    default: break;
  }
  return error;
}

// Whether waiting may help.
bool may_pass(Fault fault) {
  return fault == Fault::unavailable || fault == Fault::too_many || fault == Fault::no_space ||
         fault == Fault::conflict;
}

// A file that is open to be sent.
struct OpenFile {
  FileDescriptor descriptor;
  struct stat facts = {};
  std::string name;

  FilePart whole() const { return {descriptor.get(), 0, static_cast<std::uint64_t>(facts.st_size)}; }
};

Result<OpenFile> opened(const fs::path& file, const std::string& wanted) {
  // Opening a pipe would wait for somebody to write.
  OpenFile open{.descriptor = FileDescriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)),
                .name = file.filename().string()};
  if (!open.descriptor || ::fstat(open.descriptor.get(), &open.facts) != 0)
    return failure(system_error("read " + open.name, errno));
  if (!S_ISREG(open.facts.st_mode))
    return failure(Fault::bad_request, open.name + " is not a file", "Give " + wanted + ".");
  if (open.facts.st_size == 0) return failure(Fault::unreadable_media, open.name + " is empty", "Give " + wanted + ".");
  return open;
}

// One file on its way to one server: an episode, or the transcript of one.
class Sending {
 public:
  Sending(const SendOptions& options, const OpenFile& file, std::optional<UnfinishedMemo> memo, std::stop_token stop)
      : options_(options), whole_(file.whole()), name_(file.name), memo_(std::move(memo)), stop_(std::move(stop)) {}

  Result<SentFile> run();

 private:
  // One try; nothing when there is more to do at once.
  Result<std::optional<SentFile>> step(WebClient& web);
  Done create(WebClient& web);
  Done send_transcript();
  // Once for an upload that is gone on with, which may have had another until now, or none.
  Done give_transcript(WebClient& web);
  Result<std::optional<SentFile>> look(WebClient& web);
  Result<std::optional<SentFile>> send_rest(WebClient& web);
  Result<std::optional<SentFile>> answered(const WebReply& reply);
  WebQuestion question(const std::string& method, const std::string& url) const;
  std::string metadata() const;
  // True when the server brought us further since the last time.
  bool progressed();
  void tell(const std::string& note) const {
    if (options_.on_step) options_.on_step({.sent = offset_.value_or(0), .total = whole_.length, .note = note});
  }

  bool is_transcript() const { return !memo_; }
  void forget() const {
    if (memo_) memo_->forget();
  }

  const SendOptions& options_;
  FilePart whole_;
  std::string name_;
  std::optional<UnfinishedMemo> memo_;  // nothing for a transcript, which is sent anew with each episode
  std::stop_token stop_;
  std::string url_ = memo_ ? memo_->recall() : "";
  std::string transcript_;  // where the server has it
  bool owes_transcript_ = !url_.empty() && !options_.transcript.empty();
  std::optional<std::uint64_t> offset_;  // nothing when the server has to be asked
  std::uint64_t furthest_ = 0;
  bool forgotten_ = false;
  milliseconds server_asks_{0};  // how long it wants us to wait
};

WebQuestion Sending::question(const std::string& method, const std::string& url) const {
  WebQuestion question{.method = method, .url = url, .headers = {"Tus-Resumable: 1.0.0"}};
  if (!options_.token.empty()) question.headers.push_back("Authorization: Bearer " + options_.token);
  return question;
}

std::string Sending::metadata() const {
  std::string text = "filename " + base64(name_);
  if (is_transcript()) return text + ",kind " + base64("transcript");
  if (!transcript_.empty()) text += ",transcript " + base64(transcript_);
  if (!options_.title.empty()) text += ",title " + base64(options_.title);
  if (!options_.show.empty()) text += ",show " + base64(options_.show);
  if (!options_.language.empty()) text += ",language " + base64(options_.language);
  if (!options_.speakers.empty()) text += ",speakers " + base64(options_.speakers);
  return text;
}

Done Sending::send_transcript() {
  if (options_.transcript.empty() || is_transcript() || !transcript_.empty()) return {};
  PODPROMO_TRY(file, opened(options_.transcript, "a transcript"));
  PODPROMO_TRY(sent, Sending(options_, file, std::nullopt, stop_).run());
  transcript_ = std::move(sent.address);
  return {};
}

Done Sending::give_transcript(WebClient& web) {
  PODPROMO_TRY(send_transcript());
  WebQuestion give = question("PUT", url_ + "/transcript");
  give.headers.emplace_back("Content-Type: application/json");
  give.json = nlohmann::json{{"upload", transcript_.substr(transcript_.rfind('/') + 1)}}.dump();
  PODPROMO_TRY(reply, web.ask(give));
  // What has become of an upload that can take none any more is asked next.
  owes_transcript_ = reply.status >= 500;
  if (reply.status < 300 || reply.status == 404 || reply.status == 409 || reply.status == 410) return {};
  return failure(refusal_of(reply));
}

Done Sending::create(WebClient& web) {
  PODPROMO_TRY(send_transcript());
  const std::string origin = origin_of(options_.server);
  WebQuestion create = question("POST", origin + "/api/uploads");
  create.headers.push_back(fmt::format("Upload-Length: {}", whole_.length));
  create.headers.push_back("Upload-Metadata: " + metadata());
  PODPROMO_TRY(reply, web.ask(create));
  if (reply.status == 404)
    return failure(Fault::bad_request, "there is no PodPromo at this address that takes uploads in pieces",
                   "Check the address given with --server.");
  if (reply.status != 201) {
    PODPROMO_TRY(answered(reply));
    return failure(refusal_of(reply));
  }
  const std::string place = reply.header("location");
  // The token is for this server only.
  if (!place.starts_with('/') && !place.starts_with(origin + "/"))
    return failure(Fault::unavailable, "the server sends the upload to another place", "Give that server's address.");
  url_ = place.starts_with('/') ? origin + place : place;
  offset_ = 0;
  if (memo_) memo_->remember(url_);
  return {};
}

Result<std::optional<SentFile>> Sending::answered(const WebReply& reply) {
  const auto wait = parse_byte_count(reply.header("retry-after"));
  server_asks_ =
      wait ? std::min(milliseconds(1000 * std::min<std::uint64_t>(*wait, 60)), milliseconds(60'000)) : milliseconds(0);
  const auto offset = parse_byte_count(reply.header("upload-offset"));
  offset_ = offset ? std::optional(*offset) : std::nullopt;
  if (const std::string episode = reply.header("podpromo-episode"); !episode.empty()) {
    forget();
    return SentFile{.episode = episode,
                    .duplicate = reply.header("podpromo-duplicate") == "true",
                    .transcript_left_out = reply.header("podpromo-transcript") == "left-out",
                    .address = origin_of(options_.server) + "/e/" + episode,
                    .bytes = whole_.length};
  }
  if (is_transcript() && reply.status < 300 && offset_ == whole_.length)
    return SentFile{.episode = {}, .address = url_, .bytes = whole_.length};
  if (reply.status < 300) return std::nullopt;
  if (!url_.empty() && (reply.status == 404 || reply.status == 410)) {
    // The server has forgotten it: begin anew, the first time at once.
    url_.clear();
    transcript_.clear();
    forget();
    if (!std::exchange(forgotten_, true)) return std::nullopt;
    return failure(Fault::conflict, "the server forgets this upload again and again", "Run the same command again.");
  }
  // Another connection holds it, most likely an older one of ours.
  if (reply.status == 409 || reply.status == 423)
    return failure(Fault::conflict, "the server is busy with this upload", "Run the same command again.");
  return failure(refusal_of(reply));
}

Result<std::optional<SentFile>> Sending::look(WebClient& web) {
  PODPROMO_TRY(reply, web.ask(question("HEAD", url_)));
  const auto length = parse_byte_count(reply.header("upload-length"));
  if (reply.status == 200 && length && *length != whole_.length) {
    url_.clear();
    return std::nullopt;
  }
  return answered(reply);
}

Result<std::optional<SentFile>> Sending::send_rest(WebClient& web) {
  const std::uint64_t from = *offset_;
  WebQuestion patch = question("PATCH", url_);
  patch.headers.emplace_back("Content-Type: application/offset+octet-stream");
  patch.headers.push_back(fmt::format("Upload-Offset: {}", from));
  patch.body = {whole_.descriptor, from, whole_.length - from};
  // Whatever comes of it, the server knows better than we do how far it is.
  offset_.reset();
  PODPROMO_TRY(reply, web.ask(patch, [&](std::uint64_t sent) {
    if (options_.on_step && !is_transcript()) options_.on_step({.sent = from + sent, .total = whole_.length});
  }));
  return answered(reply);
}

Result<std::optional<SentFile>> Sending::step(WebClient& web) {
  if (url_.empty()) {
    PODPROMO_TRY(create(web));
    return std::nullopt;
  }
  if (owes_transcript_) PODPROMO_TRY(give_transcript(web));
  if (!offset_) return look(web);
  if (*offset_ > whole_.length) return failure(Fault::conflict, "the server has more of this file than there is");
  return send_rest(web);
}

bool Sending::progressed() {
  const bool further = offset_ && *offset_ > furthest_;
  if (further) furthest_ = *offset_;
  return further;
}

// Sleeps unless it is stopped.
void pause(milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
}

milliseconds around(milliseconds time) {
  static std::minstd_rand random{std::random_device{}()};
  return time + milliseconds(std::uniform_int_distribution<long>(-time.count() / 5, time.count() / 5)(random));
}

Result<SentFile> Sending::run() {
  WebClient web(stop_);
  milliseconds wait = kFirstPause;
  auto last_progress = steady_clock::now();
  int rounds = 0;
  for (;;) {
    auto outcome = step(web);
    if (outcome && *outcome) return **std::move(outcome);
    if (progressed()) {
      last_progress = steady_clock::now();
      wait = kFirstPause;
      rounds = 0;
    }
    if (outcome && ++rounds < kMostRounds) continue;
    const Error trouble = outcome ? Error{Fault::timed_out, "the upload gets no further", "Run the same command again."}
                                  : outcome.error();
    if (!may_pass(trouble.fault) || steady_clock::now() - last_progress + wait > options_.patience)
      return failure(trouble);
    const milliseconds rest = std::max(around(wait), server_asks_);
    tell(fmt::format("{}; trying again in {:.0f} s", trouble.reason, static_cast<double>(rest.count()) / 1000.0));
    pause(rest, stop_);
    wait = std::min(wait * 2, kLongestPause);
  }
}

}  // namespace

Result<SentFile> send_file(const fs::path& file, const SendOptions& options, const std::stop_token& stop) {
  PODPROMO_TRY(open, opened(file, "an audio or video file"));
  PODPROMO_TRY(media_extension(open.name));
  if (!options.transcript.empty()) PODPROMO_TRY(opened(options.transcript, "a transcript"));
  const UnfinishedMemo memo(options.memory, origin_of(options.server), file);
  return Sending(options, open, memo, stop).run();
}

}  // namespace podpromo
