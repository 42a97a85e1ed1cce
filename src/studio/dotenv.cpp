#include "studio/dotenv.hpp"

#include <sstream>

namespace podpromo {

namespace {

constexpr const char* kBlank = " \t\r";

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(kBlank);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string unquoted(const std::string& text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::map<std::string, std::string> parse_dotenv(const std::string& text) {
  std::map<std::string, std::string> values;
  // Windows' editors put a mark of the encoding in front.
  std::istringstream lines(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  for (std::string line; std::getline(lines, line);) {
    line = trimmed(line);
    if (line.starts_with('#')) continue;
    if (line.starts_with("export ")) line = trimmed(line.substr(7));
    if (const auto equals = line.find('='); equals != std::string::npos)
      values[trimmed(line.substr(0, equals))] = unquoted(trimmed(line.substr(equals + 1)));
  }
  return values;
}

bool looks_like_ours(const std::string& name) {
  return name.starts_with("PODPROMO_") || name.ends_with("_DIR") || name.ends_with("_BYTES");
}

}  // namespace podpromo
