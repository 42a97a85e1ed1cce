#include "speech/remote/speech_service.hpp"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

namespace podpromo {

namespace {

constexpr const char* kSetting =
    "Correct PODPROMO_SPEECH_URL, for example https://api.openai.com or "
    "http://127.0.0.1:8080/inference.";

struct CleanUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

// An address in its parts; each part is empty when it isn't there.
class Address {
 public:
  explicit Address(const std::string& text) : url_(curl_url()) {
    good_ = url_ && curl_url_set(url_.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
  }
  bool good() const { return good_; }
  std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (!good_ || curl_url_get(url_.get(), which, &text, 0) != CURLUE_OK) return {};
    return std::unique_ptr<char, FreeText>(text).get();
  }
  void set_path(const std::string& path) { curl_url_set(url_.get(), CURLUPART_PATH, path.c_str(), 0); }

 private:
  std::unique_ptr<CURLU, CleanUrl> url_;
  bool good_ = false;
};

std::string whole_path(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  if (path.empty()) return "/v1/audio/transcriptions";
  return path.ends_with("/v1") ? path + "/audio/transcriptions" : path;
}

}  // namespace

Result<std::string> transcriptions_url(const SpeechService& service) {
  Address address(service.url);
  const std::string scheme = address.part(CURLUPART_SCHEME);
  if (!address.good() || (scheme != "http" && scheme != "https"))
    return failure(Fault::bad_request, "the address of the speech server is not one of http or https", kSetting);
  if (!address.part(CURLUPART_USER).empty() || !address.part(CURLUPART_PASSWORD).empty())
    return failure(Fault::bad_request, "the address of the speech server holds a name or a password",
                   "Take it out of the address; the key goes into PODPROMO_SPEECH_KEY.");
  if (scheme == "http" && !service.plain_http && !is_this_machine(service.url))
    return failure(Fault::bad_request,
                   "the speech server is another machine, and http would let anybody on the way listen",
                   "Use https, or set PODPROMO_SPEECH_PLAIN_HTTP=1 if the network between is yours.");
  address.set_path(whole_path(address.part(CURLUPART_PATH)));
  return address.part(CURLUPART_URL);
}

bool is_this_machine(const std::string& url) {
  const std::string host = Address(url).part(CURLUPART_HOST);
  const bool is_number = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "[::1]" || (is_number && host.starts_with("127."));
}

std::string host_of_url(const std::string& url) {
  const Address address(url);
  const std::string host = address.part(CURLUPART_HOST), port = address.part(CURLUPART_PORT);
  return port.empty() ? host : host + ":" + port;
}

Result<std::string> sendable_key(const std::string& key) {
  const auto first = key.find_first_not_of(" \t\r\n"), last = key.find_last_not_of(" \t\r\n");
  if (first == std::string::npos) return std::string{};
  std::string sendable = key.substr(first, last - first + 1);
  if (std::ranges::all_of(sendable, [](char c) { return c > ' ' && c < '\x7f'; })) return sendable;
  return failure(Fault::bad_request, "the key of the speech server holds characters that no key has",
                 "Copy it again into PODPROMO_SPEECH_KEY.");
}

}  // namespace podpromo
