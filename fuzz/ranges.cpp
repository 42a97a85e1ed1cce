// Lines: a Range header, a list of ETags as in If-None-Match, an ETag.
#include <fmt/format.h>

#include "fuzz.hpp"
#include "http/answers.hpp"
#include "http/ranges.hpp"

namespace podpromo {
namespace {

void try_range(std::string_view header, std::uint64_t size) {
  const RangeAnswer answer = parse_range(header, size);
  if (answer.kind != RangeKind::part) return;
  promise(answer.range.first <= answer.range.last, "a range begins before it ends");
  promise(answer.range.last < size, "a range lies inside the file");
  const auto again = parse_range(fmt::format("bytes={}-{}", answer.range.first, answer.range.last), size);
  promise(again == answer, "a range that was understood is understood again");
}

void try_etags(std::string_view list, const std::string& etag) {
  const bool listed = etag_listed(list, etag);
  if (listed)
    promise(list.find(etag) != std::string_view::npos || list.find('*') != std::string_view::npos,
            "a tag is listed only where it stands");
  promise(etag_listed("*", etag), "a star stands for every tag");
  if (etag.find_first_of(", *") == std::string::npos && !etag.empty() && !etag.starts_with("W/"))
    promise(etag_listed("\"another\", W/" + etag + " ,\"third\"", etag), "a tag is found in a list");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  std::string_view text = text_of(data, size);
  const std::string_view range = take_line(text);
  for (const std::uint64_t bytes : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{UINT64_MAX}})
    try_range(range, bytes);
  const std::string_view list = take_line(text);
  try_etags(list, "\"" + std::string(take_line(text)) + "\"");
  promise(!content_type(fs::path(std::string(range))).empty(), "every name has a type");
  return 0;
}
