#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace podpromo {

// Where people read. Everything goes to stderr, so that stdout stays for results.
class Screen {
 public:
  struct Style {
    bool live = false;    // a terminal that can redraw a line
    bool colour = false;  // NO_COLOR is respected
    int columns = 80;
  };
  explicit Screen(Style style) : style_(style) {}
  // As stderr is now: a terminal or not, its width, NO_COLOR and TERM=dumb.
  static Screen of_stderr();

  const Style& style() const { return style_; }
  // How long a line may be: what isn't a terminal takes any.
  int width() const;
  // A finished line; what was drawn live is replaced.
  void line(std::string_view text);
  // Redraws the last line in place; does nothing when not live.
  void redraw(std::string_view text);

  std::string bold(std::string_view text) const { return coloured("1", text); }
  std::string dim(std::string_view text) const { return coloured("2", text); }
  std::string good(std::string_view text) const { return coloured("32", text); }
  std::string bad(std::string_view text) const { return coloured("31", text); }

 private:
  std::string coloured(std::string_view code, std::string_view text) const;
  Style style_;
  bool drawn_ = false;
};

// How many columns a text takes: code points, escape sequences left out. Wide East Asian characters count two.
int columns_on_screen(std::string_view text);
// `text` for a line of a terminal, whoever wrote it: control characters, which would move the cursor, colour what
// follows or turn it around, become spaces; bytes that are no UTF-8 become "?".
std::string plain_line(std::string_view text);
// The same cut to `columns`, with … at the end when something is missing.
std::string cut_to(std::string_view text, int columns);
// A plain line broken between words where it is longer than `columns`; the lines after the first begin with `indent`
// spaces. A word that is longer by itself stays whole.
std::string wrapped(std::string_view text, int columns, int indent);
// Filled with spaces to `columns`.
std::string padded(std::string_view text, int columns);
std::string right_aligned(std::string_view text, int columns);
// "6 s", "1 m 41 s", "1 h 02 m".
std::string duration_text(double seconds);

}  // namespace podpromo
