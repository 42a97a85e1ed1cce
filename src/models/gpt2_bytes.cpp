#include "models/gpt2_bytes.hpp"

#include <array>

namespace podpromo {

namespace {

constexpr int kFirstStandIn = 256;
constexpr int kStandIns = 68;
constexpr int kCharacters = kFirstStandIn + kStandIns;
constexpr int kNoByte = -1;

constexpr bool stands_for_itself(int byte) {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

constexpr std::array<int, kCharacters> byte_table() {
  std::array<int, kCharacters> table{};
  table.fill(kNoByte);
  int stand_in = kFirstStandIn;
  for (int byte = 0; byte < kFirstStandIn; ++byte)
    table[static_cast<std::size_t>(stands_for_itself(byte) ? byte : stand_in++)] = byte;
  return table;
}

constexpr auto kByteOf = byte_table();

// The character at the front of `text`, which is then shortened by it; -1 when it isn't one of ours. All of ours take
// one or two bytes of UTF-8.
int take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if (first < 0x80) return first;
  if (first < 0xC2 || first > 0xDF || text.empty()) return kNoByte;
  const auto second = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if ((second & 0xC0) != 0x80) return kNoByte;
  return ((first & 0x1F) << 6) | (second & 0x3F);
}

}  // namespace

Result<std::string> gpt2_bytes(std::string_view token) {
  std::string bytes;
  while (!token.empty()) {
    const int character = take_character(token);
    const bool ours = character >= 0 && character < kCharacters;
    const int byte = ours ? kByteOf[static_cast<std::size_t>(character)] : kNoByte;
    if (byte == kNoByte)
      return failure(Fault::bad_request, "the model's vocabulary holds a token that isn't written as GPT-2 does it",
                     "Get the model again and import the new copy.");
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace podpromo
