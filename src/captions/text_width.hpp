#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// The code points of UTF-8 `text`, each as its own bytes. A byte that fits nowhere stands alone.
std::vector<std::string_view> characters_of(std::string_view text);

// Reading columns: 1 a character, 2 for East Asian wide ones, 0 for marks that combine with the one before.
std::size_t columns_of(std::string_view text);

// How wide `text` runs in Inter Display Extra Bold, in units of the font's em: from the font's own advances for
// ASCII, from the average of the script for the rest. Never much too small, so that what fits by it fits.
double em_width(std::string_view text);

// `text` made one line of whole words: line breaks, tabs and other control characters become spaces, runs of
// spaces one, none at the ends.
std::string one_line(std::string_view text);

// True for scripts that are written without spaces between words.
bool written_without_spaces(std::string_view character);

}  // namespace podpromo
