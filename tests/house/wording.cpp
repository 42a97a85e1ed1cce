#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <string_view>

#include "house.hpp"

namespace podpromo::house {
namespace {

const std::set<std::string> kNames = {"PodPromo", "Python's", "Whisper"};
constexpr std::array<std::string_view, 5> kEndsOfSentences = {".", "?", "”", "\"", ")"};

// One argument of a call: its code, without what is quoted, and what is quoted.
struct Argument {
  std::string code;
  std::vector<std::string> quoted;

  // The quoted is what it says, rather than an input of a function that says it.
  bool is_text() const { return code.empty() || code.starts_with("fmt::format("); }
};

// Moves `at` behind the quotation that begins there and returns what it holds.
std::string quotation(std::string_view code, std::size_t& at) {
  const bool is_raw = code[at] == 'R';
  const std::size_t from = at + (is_raw ? 3 : 1);
  std::size_t to = is_raw ? code.find(")\"", from) : code.find('"', from);
  while (!is_raw && to != std::string_view::npos && code[to - 1] == '\\') to = code.find('"', to + 1);
  to = std::min(to, code.size());
  at = to + (is_raw ? 2 : 1);
  return std::string(code.substr(from, to - from));
}

bool opens(char c) { return c == '(' || c == '{'; }
bool closes(char c) { return c == ')' || c == '}'; }

void take(char c, bool outermost, std::vector<Argument>& arguments) {
  if (c == ',' && outermost)
    arguments.emplace_back();
  else if (std::isspace(static_cast<unsigned char>(c)) == 0)
    arguments.back().code += c;
}

// The arguments of the call whose first one begins at `at`.
std::vector<Argument> arguments_of_call(std::string_view code, std::size_t at) {
  std::vector<Argument> arguments(1);
  for (int depth = 0; at < code.size() && (depth > 0 || !closes(code[at]));) {
    if (code[at] == '"' || code.substr(at).starts_with("R\"(")) {
      arguments.back().quoted.push_back(quotation(code, at));
      continue;
    }
    take(code[at], depth == 0, arguments);
    depth += opens(code[at]) - closes(code[at]);
    ++at;
  }
  return arguments;
}

// "The file" and "No", but neither "PodPromo" nor "JSON" nor "CTranslate2".
bool begins_like_a_sentence(const std::string& text) {
  static const std::regex capital("^[A-Z][a-z ].*");
  return std::regex_match(text, capital) && !kNames.contains(text.substr(0, text.find(' ')));
}

bool is_whole_sentence(const std::string& text) {
  return std::ranges::any_of(kEndsOfSentences, [&](std::string_view end) { return text.ends_with(end); });
}

std::vector<std::string> misworded_reason(const Argument& reason) {
  std::vector<std::string> broken;
  for (const auto& text : reason.quoted) {
    if (begins_like_a_sentence(text)) broken.push_back("a reason begins with a capital: " + text);
    if (text.ends_with('.')) broken.push_back("a reason ends with a full stop: " + text);
  }
  return broken;
}

std::vector<std::string> misworded_remedy(const Argument& remedy) {
  std::string text;
  for (const auto& part : remedy.quoted) text += part;
  if (!remedy.is_text() || text.empty() || is_whole_sentence(text)) return {};
  return {"a remedy is no whole sentence: " + text};
}

}  // namespace

std::vector<std::string> misworded_errors(const std::string& path, const std::string& code) {
  // A call that makes an error begins with its fault; the reason and the remedy come next.
  static const std::regex call(R"([({]\s*(Fault::\w+|[\w.()]*\bfault),)");
  std::vector<std::string> broken;
  for (std::sregex_iterator found(code.begin(), code.end(), call), end; found != end; ++found) {
    const auto arguments = arguments_of_call(code, static_cast<std::size_t>(found->position(1)));
    if (arguments.size() > 1)
      for (const auto& what : misworded_reason(arguments[1])) broken.push_back(path + ": " + what);
    if (arguments.size() > 2)
      for (const auto& what : misworded_remedy(arguments[2])) broken.push_back(path + ": " + what);
  }
  return broken;
}

}  // namespace podpromo::house
