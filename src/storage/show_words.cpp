#include "storage/show_words.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

#include "base/file_descriptor.hpp"
#include "base/sha256.hpp"
#include "base/trimmed.hpp"
#include "storage/log.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargestFile = std::size_t{256} << 10;
constexpr std::size_t kLongestWord = 100;  // bytes
constexpr std::size_t kLongestName = 300;
constexpr std::size_t kLongestSlug = 40;
constexpr int kMostSetAside = 9;
constexpr std::string_view kShowMark = "# Show: ";
constexpr std::string_view kHint =
    "# Names and words to listen for, one a line, the newest last. What stands behind # is a note.";
constexpr std::string_view kSpace = " \t\r\n\f\v";

std::string_view word_in(std::string_view line) { return trimmed(line.substr(0, line.find('#')), kSpace); }

// On one line, with single spaces.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : trimmed(text, kSpace)) {
    const bool space = kSpace.contains(c);
    if (!space || !line.ends_with(' ')) line += space ? ' ' : c;
  }
  return line;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What tells shows apart.
std::string identity_of(std::string_view show) {
  std::string identity = on_one_line(show);
  std::ranges::transform(identity, identity.begin(), small);
  return identity;
}

// Readable, and another for another show.
std::string file_name(std::string_view show) {
  const std::string identity = identity_of(show);
  std::string slug;
  for (const char c : identity) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain && slug.size() < kLongestSlug) slug += c;
    if (!plain && !slug.empty() && !slug.ends_with('-')) slug += '-';
  }
  return fmt::format("{}{}{}.txt", slug, slug.empty() || slug.ends_with('-') ? "" : "-",
                     sha256_hex(identity).substr(0, 8));
}

bool is_control(char c) { return c == 0x7F || (c >= 0 && c < 0x20 && !kSpace.contains(c)); }

// How many bytes of a character follow its first.
std::size_t bytes_after(unsigned char first) {
  if (first >= 0xF0) return 3;
  if (first >= 0xE0) return 2;
  return first >= 0xC0 ? 1 : 0;
}

// Text that people could have written: no control characters, whole UTF-8.
bool is_text(std::string_view bytes) {
  std::size_t follow = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool continues = (byte & 0xC0) == 0x80;
    if (continues != (follow > 0) || is_control(c) || byte >= 0xF8) return false;
    follow = continues ? follow - 1 : bytes_after(byte);
  }
  return follow == 0;
}

void set_aside(const fs::path& file) {
  std::error_code error;
  fs::path place;
  for (int n = 1; n <= kMostSetAside; ++n) {
    place = file.string() + ".corrupt-" + std::to_string(n);
    if (n == kMostSetAside || !fs::exists(fs::symlink_status(place, error))) break;
  }
  fs::rename(file, place, error);
  log_warning(fmt::format("{} is no list of words and was set aside as {}; the show begins with none",
                          file.filename().string(), place.filename().string()));
}

}  // namespace

bool ShowWords::can_name(std::string_view show) {
  return !identity_of(show).empty() && show.size() <= kLongestName && is_text(show);
}

bool ShowWords::can_hold(std::string_view word) {
  return !word.empty() && word.size() <= kLongestWord && word.find_first_of("#\n\r") == std::string_view::npos &&
         is_text(word);
}

// A file as its lines, so that what people wrote between the words stays.
struct ShowWords::List {
  std::vector<std::string> lines;

  static List from(std::string_view text) {
    List list;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      list.lines.emplace_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
  }
  std::vector<std::string> words() const {
    std::vector<std::string> words;
    for (const std::string& line : lines) {
      const std::string_view word = word_in(line);
      if (can_hold(word) && std::ranges::find(words, word) == words.end()) words.emplace_back(word);
    }
    if (words.size() > kMostShowWords) words.erase(words.begin(), words.end() - kMostShowWords);
    return words;
  }
  void take_out(const std::vector<std::string>& words) {
    std::erase_if(lines, [&](const std::string& line) {
      return !word_in(line).empty() && std::ranges::find(words, word_in(line)) != words.end();
    });
  }
  void add(const std::vector<std::string>& words) {
    std::vector<std::string> known = this->words();
    for (const std::string& word : words)
      if (can_hold(word) && std::ranges::find(known, word) == known.end()) {
        lines.push_back(word);
        known.push_back(word);
      }
    if (known.size() <= kMostShowWords) return;
    known.resize(known.size() - kMostShowWords);
    take_out(known);
  }
  std::string text(std::string_view show) const {
    std::string text;
    if (lines.empty() || !lines.front().starts_with(kShowMark))
      text = fmt::format("{}{}\n{}\n\n", kShowMark, on_one_line(show), kHint);
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }
};

fs::path ShowWords::file(std::string_view show) const { return folder_ / file_name(show); }

Result<ShowWords::List> ShowWords::read(std::string_view show) const {
  std::error_code error;
  const auto text = read_whole(file(show), kLargestFile);
  const bool is_folder = fs::is_directory(file(show), error);
  if (text && !is_folder && is_text(*text)) return List::from(*text);
  if (!text && !is_folder && text.error().fault == Fault::not_found) return List{};
  if (!text && !is_folder && text.error().fault != Fault::too_large) return failure(text.error());
  set_aside(file(show));
  return List{};
}

Done ShowWords::change(std::string_view show, const std::function<void(List&)>& what) const {
  if (!can_name(show)) return {};
  PODPROMO_TRY(make_folder(folder_));
  // Held over reading and writing, so that of two who add at once neither is forgotten.
  const FileDescriptor lock(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock || ::flock(lock.get(), LOCK_EX) != 0) return failure(system_error("keep the words of the show", errno));
  PODPROMO_TRY(list, read(show));
  const std::vector<std::string> before = list.lines;
  what(list);
  if (list.lines == before) return {};
  return write_durably(file(show), list.text(show));
}

Result<std::vector<std::string>> ShowWords::of(std::string_view show) const {
  if (identity_of(show).empty()) return std::vector<std::string>{};
  PODPROMO_TRY(list, read(show));
  return list.words();
}

Done ShowWords::add(std::string_view show, const std::vector<std::string>& words) const {
  return change(show, [&](List& list) { list.add(words); });
}

Done ShowWords::remove(std::string_view show, const std::vector<std::string>& words) const {
  return change(show, [&](List& list) { list.take_out(words); });
}

Done ShowWords::replace(std::string_view show, const std::vector<std::string>& words) const {
  return change(show, [&](List& list) {
    std::vector<std::string> gone = list.words();
    std::erase_if(gone, [&](const std::string& word) { return std::ranges::find(words, word) != words.end(); });
    list.take_out(gone);
    list.add(words);
  });
}

std::vector<std::string> ShowWords::shows() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() != ".txt") continue;
    const auto text = read_whole(entry.path(), kLargestFile);
    if (!text || !text->starts_with(kShowMark)) continue;
    names.emplace_back(
        trimmed(std::string_view(*text).substr(kShowMark.size(), text->find('\n') - kShowMark.size()), kSpace));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace podpromo
