// A form as it comes over the wire: its Content-Type, a line feed, its body.
#include "upload/multipart.hpp"
#include "fuzz.hpp"

namespace podpromo {
namespace {

// What a reader told, in one text, with the bytes of a part run together.
struct Heard {
  std::string story;
  std::size_t bytes = 0;
  bool refused = false;
  bool complete = false;
  bool operator==(const Heard&) const = default;
};

template <typename NextLength>
Heard hear(std::string_view boundary, std::string_view body, NextLength next_length) {
  Heard heard;
  MultipartReader reader(boundary, {.part_begins = [&](const FormPart& part) -> Done {
                                      heard.story += "\n(" + part.name + "|" + part.file_name + ") ";
                                      return {};
                                    },
                                    .bytes = [&](std::string_view bytes) -> Done {
                                      promise(!bytes.empty(), "no part of a body is empty");
                                      heard.story += bytes;
                                      heard.bytes += bytes.size();
                                      return {};
                                    },
                                    .part_ends = [&]() -> Done {
                                      heard.story += "\n.";
                                      return {};
                                    }});
  while (!body.empty() && !heard.refused) {
    const auto length = std::min<std::size_t>(body.size(), next_length());
    heard.refused = !reader.take(body.substr(0, length));
    body.remove_prefix(length);
  }
  heard.complete = !heard.refused && reader.complete();
  return heard;
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  std::string_view body = text_of(data, size);
  auto chance = chance_of(body);
  const auto boundary = multipart_boundary(take_line(body));
  if (!boundary) return 0;
  const Heard whole = hear(*boundary, body, [&] { return body.size(); });
  promise(whole.bytes <= body.size(), "nothing is told that didn't come");
  promise(hear(*boundary, body, [&] { return 1 + chance() % 16; }) == whole, "it doesn't matter where a form is cut");
  promise(hear(*boundary, body, [&] { return 1 + chance() % 4096; }) == whole, "it doesn't matter where a form is cut");
  return 0;
}
