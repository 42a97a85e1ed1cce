#include "upload/tus_headers.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>

#include "base/durable.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLongestField = 1000;
constexpr std::size_t kMostParts = 64;

std::unexpected<Error> broken(std::string why) {
  return failure(Fault::bad_request, std::move(why), "Send it as the protocol tus 1.0 says.");
}

std::optional<unsigned> base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

// RFC 4648, section 4, with or without its padding.
std::optional<std::string> base64_decoded(std::string_view text) {
  const auto last = text.find_last_not_of('=');
  const std::size_t padding = text.size() - (last == std::string_view::npos ? 0 : last + 1);
  if (padding > 2 || (padding > 0 && text.size() % 4 != 0)) return std::nullopt;
  text.remove_suffix(padding);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    const auto value = base64_value(c);
    if (!value) return std::nullopt;
    bits = (bits << 6 | *value) & 0xffff;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    bytes += static_cast<char>(bits >> have & 0xff);
  }
  return bytes;
}

// The text before the first `separator`, which is taken from `rest` together with it.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view first = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return first;
}

// The last part of an upload's address.
Result<EpisodeId> id_in_address(std::string_view address) {
  return EpisodeId::parse(address.substr(address.rfind('/') + 1));
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string found_or_empty(const std::map<std::string, std::string>& in, const std::string& key) {
  const auto it = in.find(key);
  return it == in.end() ? std::string{} : it->second;
}

Done add_transcript_facts(const std::map<std::string, std::string>& metadata, UploadFacts& facts) {
  const std::string kind = found_or_empty(metadata, "kind");
  const std::string transcript = found_or_empty(metadata, "transcript");
  facts.is_transcript = kind == "transcript";
  if (!kind.empty() && !facts.is_transcript && kind != "episode")
    return broken("an upload is an episode or a transcript, nothing else");
  if (transcript.empty()) return {};
  const auto id = id_in_address(transcript);
  if (!id || facts.is_transcript) return broken("the metadata of this upload names no transcript that can be one");
  facts.transcript = *id;
  return {};
}

}  // namespace

Result<std::uint64_t> parse_byte_count(std::string_view text) {
  std::uint64_t bytes = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (text.empty() || trouble != std::errc{} || end != text.data() + text.size() ||
      bytes > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return broken("a length or an offset of this upload isn't a number");
  return bytes;
}

Result<std::map<std::string, std::string>> parse_upload_metadata(std::string_view text) {
  std::map<std::string, std::string> metadata;
  while (!text.empty()) {
    std::string_view pair = take_until(text, ',');
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    while (pair.ends_with(' ')) pair.remove_suffix(1);
    const std::string key(take_until(pair, ' '));
    auto value = base64_decoded(pair);
    if (key.empty() || !value) return broken("the metadata of this upload can't be read");
    if (!metadata.emplace(key, *std::move(value)).second)
      return broken("the metadata of this upload names a key twice");
  }
  return metadata;
}

Result<UploadChecksum> parse_upload_checksum(std::string_view text) {
  const std::string_view name = take_until(text, ' ');
  if (name != "sha1" && name != "sha256") return broken("this kind of checksum isn't known here");
  const auto sum = base64_decoded(text);
  const std::size_t size = name == "sha1" ? 20 : 32;
  if (!sum || sum->size() != size) return broken("the checksum can't be read");
  return UploadChecksum{name == "sha1" ? DigestKind::sha1 : DigestKind::sha256, *sum};
}

Result<UploadConcat> parse_upload_concat(std::string_view text) {
  if (text == "partial") return UploadConcat{};
  if (take_until(text, ';') != "final") return broken("an upload is either a part of another or made of parts");
  UploadConcat concat{.is_final = true};
  while (!text.empty()) {
    const std::string_view address = take_until(text, ' ');
    if (address.empty()) continue;
    const auto id = id_in_address(address);
    if (!id || concat.parts.size() == kMostParts) return broken("the parts of this upload can't be read");
    if (std::ranges::find(concat.parts, *id) != concat.parts.end())
      return broken("a part is named twice in this upload");
    concat.parts.push_back(*id);
  }
  if (concat.parts.empty()) return broken("this upload names no parts");
  return concat;
}

Done check_language(std::string_view language) {
  if (language.size() <= 3 && std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  return failure(Fault::bad_request, "there is no language of this name", "Send its code, for example en.");
}

Done check_show(std::string_view show) {
  constexpr std::size_t kLongest = 300;
  if (show.size() <= kLongest) return {};
  return failure(Fault::bad_request, "the name of the show is too long", "Send at most 300 bytes.");
}

Done check_speakers(std::string_view speakers) {
  constexpr std::size_t kDigits = 2;
  const bool number = speakers.size() <= kDigits && !speakers.starts_with('0') &&
                      std::ranges::all_of(speakers, [](char c) { return c >= '0' && c <= '9'; });
  if ((number && speakers <= "20") || (number && speakers.size() < kDigits) || speakers == "off") return {};
  return failure(Fault::bad_request, "that is no number of people who may speak",
                 "Send a number from 1 to 20, or off; leave it out and it is found out.");
}

Result<UploadFacts> parse_upload_facts(std::string_view text) {
  PODPROMO_TRY(metadata, parse_upload_metadata(text));
  for (const auto& [key, value] : metadata)
    if (value.size() > kLongestField || value.find('\0') != std::string::npos)
      return broken("a value in the metadata of this upload is too long or has a zero byte");
  UploadFacts facts{.filename = fs::path(found_or_empty(metadata, "filename")).filename().string(),
                    .title = found_or_empty(metadata, "title"),
                    .show = found_or_empty(metadata, "show"),
                    .language = found_or_empty(metadata, "language"),
                    .speakers = found_or_empty(metadata, "speakers"),
                    .sha256 = found_or_empty(metadata, "sha256")};
  if (facts.filename.empty()) return broken("the metadata of this upload has no filename");
  PODPROMO_TRY(add_transcript_facts(metadata, facts));
  PODPROMO_TRY(check_show(facts.show));
  PODPROMO_TRY(check_language(facts.language));
  PODPROMO_TRY(check_speakers(facts.speakers));
  if (!facts.sha256.empty() && !is_sha256_hex(facts.sha256)) return broken("the SHA-256 of this upload can't be read");
  return facts;
}

}  // namespace podpromo
