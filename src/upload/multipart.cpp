#include "upload/multipart.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/trimmed.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kBlank = " \t";

constexpr std::size_t kMostHeaders = 16 << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::unexpected<Error> broken(std::string why) {
  return failure(Fault::bad_request, "the form that was sent is broken: " + std::move(why),
                 "Send the file as multipart/form-data in a field named \"file\".");
}

// A quoted string at the beginning of `text`, which it is taken from. Quotes may hold \" and, as browsers send it, %22.
std::string take_quoted(std::string_view& text) {
  std::string value;
  std::size_t i = 1;
  for (; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    if (text.substr(i, 3) == "%22") {
      value += '"';
      i += 2;
    } else {
      value += text[i];
    }
  }
  text.remove_prefix(std::min(i + 1, text.size()));
  return value;
}

// The value of `name` in "form-data; name=\"file\"; filename=\"a.mp3\""; what stands unquoted ends at the next
// semicolon. Parameters are walked in order, because a quoted value may look like another parameter.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  std::size_t semicolon = header.find(';');
  while (semicolon != std::string_view::npos) {
    header = trimmed(header.substr(semicolon + 1), kBlank);
    const auto stop = std::min(header.find_first_of("=;"), header.size());
    const bool wanted = lower(trimmed(header.substr(0, stop), kBlank)) == name;
    header.remove_prefix(stop);
    std::string value;
    if (header.starts_with('=')) {
      header = trimmed(header.substr(1), kBlank);
      value = header.starts_with('"') ? take_quoted(header)
                                      : std::string(trimmed(header.substr(0, header.find(';')), kBlank));
      if (wanted) return value;
    }
    semicolon = header.find(';');
  }
  return std::nullopt;
}

Result<FormPart> part_of(std::string_view headers) {
  while (!headers.empty()) {
    const auto end = headers.find("\r\n");
    const std::string_view line = headers.substr(0, end);
    headers = end == std::string_view::npos ? std::string_view{} : headers.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return broken("a part has a header without a colon");
    if (lower(trimmed(line.substr(0, colon), kBlank)) != "content-disposition") continue;
    const std::string_view value = line.substr(colon + 1);
    FormPart part;
    part.name = header_parameter(value, "name").value_or("");
    const auto file_name = header_parameter(value, "filename");
    part.is_file = file_name.has_value();
    part.file_name = file_name.value_or("");
    return part;
  }
  return broken("a part has no Content-Disposition");
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, Events events)
    // The first delimiter has no line before it; a line break that isn't there lets all be found the same way.
    : events_(std::move(events)), delimiter_("\r\n--" + std::string(boundary)), waiting_("\r\n") {}

Done MultipartReader::take(std::string_view piece) {
  waiting_ += piece;
  for (;;) {
    PODPROMO_TRY(moved, step());
    if (!moved) return {};
  }
}

// Takes one thing from what waits; false when more has to come first.
Result<bool> MultipartReader::step() {
  switch (state_) {
    case State::preamble: return read_preamble();
    case State::after_delimiter: return read_after_delimiter();
    case State::headers: return read_headers();
    case State::body: return read_body();
    case State::epilogue: waiting_.clear(); return false;
  }
  return false;
}

// Where `mark` begins, or may begin at the earliest when all of it has come: a limit on it doesn't hang on where the
// pieces were cut.
std::size_t MultipartReader::earliest(std::size_t found, std::string_view mark) const {
  if (found != std::string::npos) return found;
  return waiting_.size() - std::min(waiting_.size(), mark.size() - 1);
}

Result<bool> MultipartReader::read_preamble() {
  const auto at = waiting_.find(delimiter_);
  if (earliest(at, delimiter_) > kMostHeaders) return broken("it doesn't begin with its boundary");
  if (at == std::string::npos) return false;
  waiting_.erase(0, at + delimiter_.size());
  state_ = State::after_delimiter;
  return true;
}

Result<bool> MultipartReader::read_after_delimiter() {
  if (waiting_.size() < 2) return false;
  if (waiting_.starts_with("--")) {
    state_ = State::epilogue;
    return true;
  }
  if (!waiting_.starts_with("\r\n")) return broken("a boundary is followed by something else");
  waiting_.erase(0, 2);
  state_ = State::headers;
  return true;
}

Result<bool> MultipartReader::read_headers() {
  static constexpr std::string_view kEmptyLine = "\r\n\r\n";
  const auto end = waiting_.find(kEmptyLine);
  if (earliest(end, kEmptyLine) > kMostHeaders) return broken("the headers of a part are too long");
  if (end == std::string::npos) return false;
  PODPROMO_TRY(part, part_of(std::string_view(waiting_).substr(0, end)));
  waiting_.erase(0, end + 4);
  PODPROMO_TRY(events_.part_begins(part));
  state_ = State::body;
  return true;
}

Result<bool> MultipartReader::read_body() {
  const auto at = waiting_.find(delimiter_);
  const bool ends = at != std::string::npos;
  // The last bytes may be the beginning of a delimiter.
  const std::size_t safe = ends ? at : waiting_.size() - std::min(waiting_.size(), delimiter_.size() - 1);
  if (safe > 0) PODPROMO_TRY(events_.bytes(std::string_view(waiting_).substr(0, safe)));
  waiting_.erase(0, ends ? at + delimiter_.size() : safe);
  if (!ends) return false;
  PODPROMO_TRY(events_.part_ends());
  state_ = State::after_delimiter;
  return true;
}

Result<std::string> multipart_boundary(std::string_view content_type) {
  const auto refuse = [] {
    return failure(Fault::unsupported_media, "an upload has to be multipart/form-data",
                   "Send it as a form, for example with curl -F file=@episode.mp3.");
  };
  if (lower(trimmed(content_type.substr(0, content_type.find(';')), kBlank)) != "multipart/form-data") return refuse();
  auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return refuse();
  return *std::move(boundary);
}

}  // namespace podpromo
