#include "episode/transcript.hpp"

namespace podpromo {

std::string text_of(const Transcript& transcript, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) text += ' ';
    text += transcript.words[i].text;
  }
  return text;
}

}  // namespace podpromo
