#include "upload/client/web_client.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>

#include <curl/curl.h>
#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr long kConnectSeconds = 15;
constexpr long kSilentSeconds = 120;
constexpr std::size_t kLongestBody = 64 << 10;
constexpr long kSendAtOnce = 1 << 20;

struct CloseEasy {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One request under way.
struct Exchange {
  FilePart body;
  std::uint64_t sent = 0;
  const WebClient::OnSent& on_sent;
  const std::stop_token& stop;
  WebReply reply = {};
};

std::size_t on_read(char* room, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t wanted = std::min<std::uint64_t>(count, exchange.body.length - exchange.sent);
  const ssize_t got =
      ::pread(exchange.body.descriptor, room, wanted, static_cast<off_t>(exchange.body.offset + exchange.sent));
  if (got < 0 || (got == 0 && wanted > 0)) return CURL_READFUNC_ABORT;
  exchange.sent += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

// When a connection that was kept turns out to be dead, the body is sent again on a new one.
int on_seek(void* user, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Exchange*>(user)->sent = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

std::size_t on_bytes(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& body = static_cast<Exchange*>(user)->reply.body;
  body.append(bytes, std::min(count, kLongestBody - std::min(kLongestBody, body.size())));
  return count;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& headers = static_cast<Exchange*>(user)->reply.headers;
  const std::string_view line(bytes, count);
  // Those of an earlier answer to the same request, "100 Continue", don't count.
  if (line.starts_with("HTTP/")) headers.clear();
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto from = line.find_first_not_of(" \t", colon + 1);
  const auto to = line.find_last_not_of(" \t\r\n");
  headers[name] =
      from == std::string_view::npos || to < from ? std::string{} : std::string(line.substr(from, to - from + 1));
  return count;
}

// NOLINTNEXTLINE(readability-function-size): the signature is curl's.
int on_tick(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  const auto& exchange = *static_cast<Exchange*>(user);
  if (exchange.on_sent) exchange.on_sent(static_cast<std::uint64_t>(sent));
  return exchange.stop.stop_requested() ? 1 : 0;
}

void set_up_connection(CURL* curl) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, kSendAtOnce);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "podpromo");
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

void set_up_exchange(CURL* curl, Exchange& exchange) {
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, on_seek);
  curl_easy_setopt(curl, CURLOPT_SEEKDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_tick);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
}

void set_up_question(CURL* curl, const WebQuestion& question) {
  curl_easy_setopt(curl, CURLOPT_URL, question.url.c_str());
  if (question.method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!question.json.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(question.json.size()));
    curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, question.json.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question.method.c_str());
    return;
  }
  // A request with a body of known length, of whatever method.
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(question.body.length));
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question.method.c_str());
}

}  // namespace

struct WebClient::Parts {
  std::stop_token stop;
  std::unique_ptr<CURL, CloseEasy> curl;
};

WebClient::WebClient(std::stop_token stop) {
  static std::once_flag curl_is_up;
  std::call_once(curl_is_up, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  parts_ = std::make_unique<Parts>(std::move(stop), std::unique_ptr<CURL, CloseEasy>(curl_easy_init()));
}
WebClient::~WebClient() = default;

Result<WebReply> WebClient::ask(const WebQuestion& question, const OnSent& on_sent) {
  CURL* curl = parts_->curl.get();
  if (curl == nullptr) return failure(Fault::internal, "the upload can't be set up", "Run this again.");
  curl_easy_reset(curl);
  Exchange exchange{.body = question.body, .on_sent = on_sent, .stop = parts_->stop};
  set_up_connection(curl);
  set_up_exchange(curl, exchange);
  set_up_question(curl, question);
  // Waiting to be told to go on would only make every piece slower.
  std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, "Expect:"));
  for (const std::string& header : question.headers)
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  std::array<char, CURL_ERROR_SIZE> words{};
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words.data());
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (parts_->stop.stop_requested())
    return failure(Fault::cancelled, "the upload was stopped", "Run the same command to go on.");
  exchange.reply.status = static_cast<int>(status);
  // Whoever refuses early hangs up on the rest.
  if (code == CURLE_OK || status >= 400) return std::move(exchange.reply);
  return failure(Fault::unavailable, fmt::format("the server can't be reached ({})", curl_easy_strerror(code)),
                 "Check its address and that it runs; the same command goes on where this one stopped.",
                 fmt::format("curl {}: {}", static_cast<int>(code), words.data()));
}

}  // namespace podpromo
