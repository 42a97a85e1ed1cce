// Lines: the headers of the resumable upload protocol, Upload-Length, -Metadata, -Checksum and -Concat.
#include "upload/tus_headers.hpp"

#include "fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  std::string_view text = text_of(data, size);
  const std::string_view length = take_line(text), metadata = take_line(text), checksum = take_line(text);
  if (const auto bytes = parse_byte_count(length)) {
    promise(*bytes <= INT64_MAX, "a count can be an offset");
    promise(parse_byte_count(std::to_string(*bytes)) == *bytes, "a count that was printed reads as before");
  }
  if (const auto pairs = parse_upload_metadata(metadata)) {
    std::size_t all = 0;
    for (const auto& [key, value] : *pairs) all += key.size() + value.size();
    promise(all <= metadata.size(), "nothing is read that wasn't sent");
  }
  if (const auto facts = parse_upload_facts(metadata)) {
    promise(!facts->filename.empty() && facts->filename.find('/') == std::string::npos, "a file has a name of its own");
    promise(facts->sha256.empty() || facts->sha256.size() == 64, "a sum is whole");
    promise(facts->language.size() <= 3, "a language is a code");
  }
  if (const auto sum = parse_upload_checksum(checksum))
    promise(sum->sum.size() == (sum->kind == DigestKind::sha1 ? 20 : 32), "a sum has the length of its kind");
  if (const auto concat = parse_upload_concat(text))
    promise(concat->is_final != concat->parts.empty(), "a whole has parts, and a part has none");
  return 0;
}
