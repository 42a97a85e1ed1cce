#include "http/answer_head.hpp"

#include <charconv>
#include <string_view>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/beast/http/status.hpp>

#include "http/security_headers.hpp"

namespace podpromo {

namespace {

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// tus 1.0 brings a status of its own, which the registry of HTTP statuses lacks.
std::string_view reason_phrase(int status) {
  if (status == 460) return "Checksum Mismatch";
  return boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
}

void append_status(std::string& out, int status) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(status));
  out += ' ';
  out += reason_phrase(status);
}

}  // namespace

void HeadWriter::append(std::string& out, const Response& response, const AnswerEnd& end) {
  append_status(out, response.status);
  out += date();
  out += security_headers(response);
  for (const auto& [name, value] : response.headers) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
  if (const auto length = response.length(); !length) {
    if (end.in_chunks) out += "Transfer-Encoding: chunked\r\n";
  } else if (response.status != 304 && response.status != 204) {
    out += "Content-Length: ";
    append_number(out, *length);
    out += "\r\n";
  }
  out += end.keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
}

const std::string& HeadWriter::date() {
  const std::time_t now = std::time(nullptr);
  if (now != second_ || date_.empty()) {
    date_ = fmt::format("\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(now));
    second_ = now;
  }
  return date_;
}

}  // namespace podpromo
