#pragma once

namespace podpromo {

// Latin Extended-A, U+0100 to U+017F, alternates between large and small letters, and changes step twice.
constexpr bool is_large_in_latin_extended_a(char32_t c) {
  const bool odd_is_large = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  return (c % 2 == 1) == odd_is_large;
}

// True for a large letter of the Latin, Greek and Cyrillic scripts.
constexpr bool is_large_letter(char32_t c) {
  if (c >= 0x100 && c <= 0x17F) return is_large_in_latin_extended_a(c);
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x386 && c <= 0x3AB) ||
         (c >= 0x400 && c <= 0x42F);
}

// True for a small letter of the same.
constexpr bool is_small_letter(char32_t c) {
  if (c >= 0x100 && c <= 0x17F) return !is_large_in_latin_extended_a(c);
  return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || (c >= 0x3AC && c <= 0x3CE) ||
         (c >= 0x430 && c <= 0x45F);
}

}  // namespace podpromo
