#include "http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "http/ascii_case.hpp"
#include "http/header_list.hpp"

namespace podpromo {

namespace {

// Shorter ones fit into a packet or two as they are.
constexpr std::size_t kWorthPacking = 1024;

// In thousandths.
int preference(std::string_view parameters) { return static_cast<int>(weight(parameters) * 1000); }

std::string gzipped(std::string_view text, Effort effort) {
  z_stream stream{};
  const int level = effort == Effort::quick ? 5 : 9;
  static constexpr int kGzip = 15 + 16;  // the largest window, with gzip's frame
  if (::deflateInit2(&stream, level, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  if (!whole) throw std::runtime_error("gzip did not finish");
  return out;
}

std::string brotlied(std::string_view text, Effort effort) {
  std::size_t size = ::BrotliEncoderMaxCompressedSize(text.size());
  std::string out(size, '\0');
  const int quality = effort == Effort::quick ? 4 : 9;
  if (::BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                              reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE)
    throw std::runtime_error("brotli did not finish");
  out.resize(size);
  return out;
}

std::string* header_of(Response& response, std::string_view name) {
  for (auto& [key, value] : response.headers)
    if (key == name) return &value;
  return nullptr;
}

std::string_view text_of(const Response& response) {
  if (const auto* own = std::get_if<std::string>(&response.body)) return *own;
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
  return {};
}

}  // namespace

Coding preferred_coding(std::string_view accepted) {
  int brotli = -1;
  int gzip = -1;
  int others = 0;
  while (!accepted.empty()) {
    std::string_view parameters = cut_off(accepted, ',');
    const std::string_view name = cut_off(parameters, ';');
    const int q = preference(parameters);
    if (same_but_case(name, "br")) brotli = q;
    if (same_but_case(name, "gzip") || same_but_case(name, "x-gzip")) gzip = q;
    if (name == "*") others = q;
  }
  if (brotli < 0) brotli = others;
  if (gzip < 0) gzip = others;
  if (brotli == 0 && gzip == 0) return Coding::none;
  return brotli >= gzip ? Coding::brotli : Coding::gzip;
}

std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::none: return {};
    case Coding::gzip: return "gzip";
    case Coding::brotli: return "br";
  }
  return {};
}

bool is_packable(std::string_view content_type) {
  static constexpr std::array<std::string_view, 7> kTypes{"text/",
                                                          "application/json",
                                                          "application/problem+json",
                                                          "application/manifest+json",
                                                          "application/javascript",
                                                          "application/x-subrip",
                                                          "image/svg+xml"};
  if (content_type.starts_with("text/event-stream")) return false;
  return std::ranges::any_of(kTypes, [&](std::string_view type) { return content_type.starts_with(type); });
}

std::string packed(std::string_view text, Coding coding, Effort effort) {
  switch (coding) {
    case Coding::none: return std::string(text);
    case Coding::gzip: return gzipped(text, effort);
    case Coding::brotli: return brotlied(text, effort);
  }
  return std::string(text);
}

void pack(const Request& request, Response& response) {
  const std::string_view text = text_of(response);
  std::string* vary = header_of(response, "Vary");
  const bool decided = header_of(response, "Content-Encoding") != nullptr ||
                       (vary != nullptr && vary->find("Accept-Encoding") != std::string::npos);
  if (decided || text.size() < kWorthPacking) return;
  const std::string* type = header_of(response, "Content-Type");
  if (type == nullptr || !is_packable(*type)) return;
  if (vary != nullptr)
    *vary += ", Accept-Encoding";
  else
    response.with("Vary", "Accept-Encoding");
  const Coding coding = preferred_coding(request.header("accept-encoding"));
  if (coding == Coding::none) return;
  response.body = packed(text, coding, Effort::quick);
  response.with("Content-Encoding", std::string(coding_name(coding)));
  std::string* etag = header_of(response, "ETag");
  if (etag != nullptr && !etag->starts_with("W/")) etag->insert(0, "W/");
}

}  // namespace podpromo
