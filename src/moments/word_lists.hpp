#pragma once

#include <cstdint>
#include <string_view>

namespace podpromo {

// The English lists a token can be on, as bits.
namespace word_kind {
inline constexpr std::uint32_t kPresent = 1U << 0;      // the present tense of general statements
inline constexpr std::uint32_t kComparative = 1U << 1;  // more, less, better, than
inline constexpr std::uint32_t kAbsolute = 1U << 2;     // never, every, nobody
inline constexpr std::uint32_t kInsight = 1U << 3;      // truth, lesson, mistake
inline constexpr std::uint32_t kAddress = 1U << 4;      // you
inline constexpr std::uint32_t kStrong = 1U << 5;       // what teasers are made of
inline constexpr std::uint32_t kStop = 1U << 6;         // says nothing about the subject
inline constexpr std::uint32_t kEmotion = 1U << 7;      // love, fear, laughing
inline constexpr std::uint32_t kDangling = 1U << 8;     // an opener that leans on what was said before
inline constexpr std::uint32_t kReference = 1U << 9;    // an opener that points at something said before
inline constexpr std::uint32_t kNumber = 1U << 10;      // million, percent, half
inline constexpr std::uint32_t kChat = 1U << 11;        // what people say and advertising copy doesn't
}  // namespace word_kind

// The lists that `token` (see token_of) is on. Measured lists: present, comparative, absolute, insight, address,
// strong, stop, chat; the others describe and weigh little.
std::uint32_t kinds_of(std::string_view token);

}  // namespace podpromo
