#include "models/hub.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "models/byte_file.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kPublicHub = "https://huggingface.co";
constexpr long kConnectSeconds = 15;
constexpr long kStallSeconds = 30;
constexpr long kMostRedirects = 10;
constexpr long kWholeFile = 200;
constexpr long kRestOfFile = 206;
constexpr long kNothingAfterThat = 416;
constexpr int kMostTries = 100;  // each must bring something, so this only ends a mad server
constexpr std::string_view kRemedy =
    "Check the network and run this again; it goes on where it stopped. PODPROMO_MODEL_HUB can name another hub, and "
    "\"podpromo models import\" takes a file you have.";

struct CloseEasy {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;

// One request and what came of it.
struct Transfer {
  CURL* curl;
  const HubFile& file;
  const OnModelStep& on_step;
  std::stop_token stop;
  FileDescriptor part;
  std::uint64_t have = 0;
  std::uint64_t told = 0;
  bool begun = false;
  std::optional<Error> trouble = {};  // ours, rather than the connection's
};

std::uint64_t length_of(const FileDescriptor& file) {
  struct stat facts{};
  return ::fstat(file.get(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

Result<FileDescriptor> open_part(const fs::path& path) {
  FileDescriptor part(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!part) return failure(system_error("write " + path.filename().string(), errno));
  return part;
}

Done start_over(Transfer& transfer) {
  if (::ftruncate(transfer.part.get(), 0) != 0) return failure(system_error("write the model", errno));
  transfer.have = 0;
  return {};
}

// Some servers answer a request for the rest with the whole.
Done begin(Transfer& transfer) {
  transfer.begun = true;
  long status = 0;
  curl_easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &status);
  if (status == kWholeFile && transfer.have > 0) return start_over(transfer);
  if (status == kWholeFile || status == kRestOfFile) return {};
  return failure(Fault::unavailable, fmt::format("the model hub answered with status {}", status),
                 std::string(kRemedy));
}

Done take(Transfer& transfer, std::string_view bytes) {
  if (!transfer.begun) PODPROMO_TRY(begin(transfer));
  if (bytes.size() > transfer.file.bytes - transfer.have) {
    PODPROMO_TRY(start_over(transfer));
    return failure(Fault::unavailable, "the model hub sent a larger file than this model is", std::string(kRemedy));
  }
  PODPROMO_TRY(append(transfer.part, bytes));
  transfer.have += bytes.size();
  return {};
}

std::size_t on_bytes(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const Done taken = take(transfer, {bytes, count});
  if (taken) return count;
  transfer.trouble = taken.error();
  return CURL_WRITEFUNC_ERROR;
}

// NOLINTNEXTLINE(readability-function-size): the signature is curl's.
int on_tick(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.on_step && transfer.told != transfer.have)
    transfer.on_step({.done = transfer.have, .total = transfer.file.bytes});
  transfer.told = transfer.have;
  return transfer.stop.stop_requested() ? 1 : 0;
}

void set_up(Transfer& transfer) {
  CURL* curl = transfer.curl;
  const bool secure = transfer.file.url.starts_with("https://");
  curl_easy_setopt(curl, CURLOPT_URL, transfer.file.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // A redirection must not take away what https promised.
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kMostRedirects);
  curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "podpromo");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_tick);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  if (transfer.have > 0) curl_easy_setopt(curl, CURLOPT_RANGE, fmt::format("{}-", transfer.have).c_str());
}

Error what_curl_says(CURLcode code, long status, const char* words) {
  const std::string detail = fmt::format("curl {}: {}, status {}", static_cast<int>(code), words, status);
  if (code == CURLE_ABORTED_BY_CALLBACK)
    return {Fault::cancelled, "the download was stopped", "Run this again; it goes on where it stopped.", detail};
  if (code == CURLE_HTTP_RETURNED_ERROR)
    return {Fault::unavailable, fmt::format("the model hub answered with status {}", status), std::string(kRemedy),
            detail};
  return {Fault::unavailable, fmt::format("the model hub can't be reached ({})", curl_easy_strerror(code)),
          std::string(kRemedy), detail};
}

// One try. What it brought lies in the part, whatever is returned.
Done request_rest(const HubFile& file, const OnModelStep& on_step, const std::stop_token& stop) {
  const Easy curl(curl_easy_init());
  if (!curl) return failure(Fault::internal, "the download can't be set up", "Run this again.");
  PODPROMO_TRY(part, open_part(file.part));
  Transfer transfer{curl.get(), file, on_step, stop, std::move(part)};
  transfer.have = length_of(transfer.part);
  if (transfer.have > file.bytes) PODPROMO_TRY(start_over(transfer));
  if (transfer.have == file.bytes) return {};
  set_up(transfer);
  std::array<char, CURL_ERROR_SIZE> words{};
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, words.data());
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (transfer.trouble) return failure(*transfer.trouble);
  if (status == kNothingAfterThat) PODPROMO_TRY(start_over(transfer));
  if (code != CURLE_OK) return failure(what_curl_says(code, status, words.data()));
  if (transfer.have == file.bytes) return {};
  return failure(Fault::unavailable, "the model hub sent only a part of the model", std::string(kRemedy));
}

std::uint64_t size_or_zero(const fs::path& file) {
  std::error_code error;
  const auto bytes = fs::file_size(file, error);
  return error ? 0 : bytes;
}

}  // namespace

std::string model_hub() {
  const char* chosen = std::getenv("PODPROMO_MODEL_HUB");
  std::string hub(chosen != nullptr && *chosen != '\0' ? std::string_view(chosen) : kPublicHub);
  while (hub.ends_with('/')) hub.pop_back();
  return hub;
}

Done fetch_from_hub(const HubFile& file, const OnModelStep& on_step, const std::stop_token& stop) {
  static std::once_flag curl_is_up;
  std::call_once(curl_is_up, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  for (int tries = 1;; ++tries) {
    const std::uint64_t before = size_or_zero(file.part);
    const Done fetched = request_rest(file, on_step, stop);
    const bool brought_something = size_or_zero(file.part) > before;
    if (fetched || fetched.error().fault != Fault::unavailable || !brought_something || tries == kMostTries)
      return fetched;
  }
}

}  // namespace podpromo
