#pragma once

#include <string>

namespace podpromo {

// The text with spaces for control characters, line breaks among them: what others wrote, for a line of ours.
inline std::string as_one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  return text;
}

}  // namespace podpromo
