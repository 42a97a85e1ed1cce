#include "http/ranges.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "http/answers.hpp"
#include "http/ascii_case.hpp"

namespace podpromo {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || trouble == std::errc::invalid_argument) return std::nullopt;
  // Beyond the end of any file is as good as any other place there.
  return trouble == std::errc{} ? value : UINT64_MAX;
}

// "-500": the last 500 bytes.
RangeAnswer suffix(std::string_view digits, std::uint64_t size) {
  const auto wanted = number(digits);
  if (!wanted) return {};
  if (*wanted == 0 || size == 0) return {RangeKind::unsatisfiable, {}};
  return {RangeKind::part, {size - std::min(size, *wanted), size - 1}};
}

std::string etag_of(const struct stat& facts) {
  return fmt::format("\"{:x}-{:x}-{:x}\"", facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
}

// The three forms of RFC 9110, 5.6.7, of which only the first is written today.
std::optional<std::time_t> parse_date(std::string_view text) {
  const std::string date(text);
  for (const char* form : {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm parts{};
    const char* end = ::strptime(date.c_str(), form, &parts);
    if (end != nullptr && *end == '\0') return ::timegm(&parts);
  }
  return std::nullopt;
}

struct FileVersion {
  std::string etag;
  std::time_t changed_at = 0;
};

// Whether this is the version that the client means to get the rest of, or a part (RFC 9110, 13.1.1 and 13.1.4). A weak
// ETag promises too little for that.
bool is_wanted(const Request& request, const FileVersion& version) {
  const std::string_view tags = request.header("if-match");
  if (!tags.empty()) return etag_listed_strongly(tags, version.etag);
  const auto since = parse_date(request.header("if-unmodified-since"));
  return !since || version.changed_at <= *since;
}

Response another_version() {
  return problem({Fault::conflict, "this file is another than it was", "Get all of it again, from its beginning."},
                 {412, "precondition_failed"});
}

Response no_such_range(std::uint64_t size) {
  return problem({Fault::bad_request, "the file has none of these bytes", "Ask for bytes that it has."},
                 {416, "range_not_satisfiable"})
      .with("Content-Range", fmt::format("bytes */{}", size));
}

// Whether the client has this version already. What it says by ETag counts before what it says by date.
bool is_known(const Request& request, const FileVersion& version) {
  const std::string_view tags = request.header("if-none-match");
  if (!tags.empty()) return etag_listed(tags, version.etag);
  const auto since = parse_date(request.header("if-modified-since"));
  return since && version.changed_at <= *since;
}

// Whether a part still belongs to what the client has the rest of. A weak ETag promises too little for that.
bool part_fits(std::string_view condition, const FileVersion& version) {
  if (condition.empty() || condition == version.etag) return true;
  const auto date = parse_date(condition);
  return date && *date == version.changed_at;
}

}  // namespace

RangeAnswer parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!same_but_case(header.substr(0, kUnit.size()), kUnit)) return {};
  header.remove_prefix(kUnit.size());
  if (header.find(',') != std::string_view::npos) return {};
  const auto dash = header.find('-');
  if (dash == std::string_view::npos) return {};
  if (dash == 0) return suffix(header.substr(1), size);
  const auto first = number(header.substr(0, dash));
  const std::string_view rest = header.substr(dash + 1);
  const auto last = rest.empty() ? std::optional(UINT64_MAX) : number(rest);
  if (!first || !last || *first > *last) return {};
  if (*first >= size) return {RangeKind::unsatisfiable, {}};
  return {RangeKind::part, {*first, std::min(*last, size - 1)}};
}

Response file_answer(const Request& request, const fs::path& file,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
  auto opened = std::make_shared<FileDescriptor>(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts{};
  if (!*opened || ::fstat(opened->get(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return problem({Fault::not_found, "this file doesn't exist"});
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  const FileVersion version{etag_of(facts), facts.st_mtim.tv_sec};
  if (!is_wanted(request, version)) return another_version();
  Response response;
  response.headers = headers;
  response.with("ETag", version.etag)
      .with("Last-Modified", fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(version.changed_at)))
      .with("Accept-Ranges", "bytes");
  if (is_known(request, version)) {
    response.status = 304;
    return response;
  }
  // Ranges mean something to GET only (RFC 9110, 14.2).
  const bool whole = request.method == "HEAD" || !part_fits(request.header("if-range"), version);
  const RangeAnswer asked = whole ? RangeAnswer{} : parse_range(request.header("range"), size);
  switch (asked.kind) {
    case RangeKind::whole: response.body = FileBody{opened, 0, size}; break;
    case RangeKind::part:
      response.status = 206;
      response.with("Content-Range", fmt::format("bytes {}-{}/{}", asked.range.first, asked.range.last, size));
      response.body = FileBody{opened, asked.range.first, asked.range.last - asked.range.first + 1};
      break;
    case RangeKind::unsatisfiable: return no_such_range(size);
  }
  return response;
}

std::string content_type(const fs::path& file) {
  static const std::map<std::string, std::string> kTypes{{".mp4", "video/mp4"},
                                                         {".m4a", "audio/mp4"},
                                                         {".jpg", "image/jpeg"},
                                                         {".png", "image/png"},
                                                         {".svg", "image/svg+xml"},
                                                         {".ico", "image/x-icon"},
                                                         {".srt", "application/x-subrip; charset=utf-8"},
                                                         {".vtt", "text/vtt; charset=utf-8"},
                                                         {".txt", "text/plain; charset=utf-8"},
                                                         {".html", "text/html; charset=utf-8"},
                                                         {".css", "text/css; charset=utf-8"},
                                                         {".js", "text/javascript; charset=utf-8"},
                                                         {".json", "application/json; charset=utf-8"},
                                                         {".woff2", "font/woff2"},
                                                         {".webmanifest", "application/manifest+json"}};
  const auto it = kTypes.find(file.extension().string());
  return it == kTypes.end() ? "application/octet-stream" : it->second;
}

}  // namespace podpromo
