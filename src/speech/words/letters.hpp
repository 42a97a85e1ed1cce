#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace podpromo {

// Every byte of a character outside ASCII counts as a letter unless it is one of the punctuation marks below.
bool is_ascii_letter(char byte);
bool is_ascii_digit(char byte);

// True when `text` is made of punctuation only, ASCII or not: . , … — “ ” 、 。 and so on. False when empty.
bool is_punctuation(std::string_view text);
// True when there is a letter, a digit or a sign that is spoken (% & + = @ $ € £ °).
bool is_spoken(std::string_view text);
// How many characters (code points) `text` has; broken bytes count as one each.
std::size_t code_point_count(std::string_view text);
// True when the last character of `text` is whole.
bool ends_with_whole_character(std::string_view text);
// How many bytes the character has that begins at `at`; at least 1 while there are bytes.
std::size_t character_length(std::string_view text, std::size_t at);
// `text` without bytes that are no part of a whole character.
std::string whole_characters(std::string_view text);
// ASCII letters in lower case, the rest as it is.
std::string lower_case(std::string_view text);
// A word as it is compared with others: in lower case, without punctuation. Empty when nothing is left.
std::string comparable(std::string_view word);

}  // namespace podpromo
