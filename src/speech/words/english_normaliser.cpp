#include "speech/words/english_normaliser.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "speech/words/letters.hpp"

namespace podpromo {

namespace {

const std::unordered_set<std::string_view> kIgnored = {"hmm", "mm", "mhm", "mmm", "uh", "um"};

const std::unordered_map<std::string_view, std::string_view> kWholeWords = {
    {"won't", "will not"},      {"can't", "can not"},     {"let's", "let us"},
    {"ain't", "aint"},          {"y'all", "you all"},     {"wanna", "want to"},
    {"gotta", "got to"},        {"gonna", "going to"},    {"i'ma", "i am going to"},
    {"imma", "i am going to"},  {"woulda", "would have"}, {"coulda", "could have"},
    {"shoulda", "should have"}, {"ma'am", "madam"},       {"mr", "mister"},
    {"mrs", "missus"},          {"st", "saint"},          {"dr", "doctor"},
    {"prof", "professor"},      {"capt", "captain"},      {"gov", "governor"},
    {"gen", "general"},         {"sen", "senator"},       {"rep", "representative"},
    {"pres", "president"},      {"rev", "reverend"},      {"hon", "honorable"},
    {"asst", "assistant"},      {"assoc", "associate"},   {"lt", "lieutenant"},
    {"col", "colonel"},         {"jr", "junior"},         {"sr", "senior"},
    {"esq", "esquire"},         {"cannot", "can not"}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEndings = {{{"n't", " not"},
                                                                                    {"'re", " are"},
                                                                                    {"'s", " is"},
                                                                                    {"'d", " would"},
                                                                                    {"'ll", " will"},
                                                                                    {"'ve", " have"},
                                                                                    {"'m", " am"}}};

// After these, 's and 'd mean has and had.
const std::unordered_set<std::string_view> kPerfect = {"been", "gone", "done", "got"};

const std::unordered_map<std::string_view, std::string_view> kSpelling = {{"grey", "gray"},
                                                                          {"cheque", "check"},
                                                                          {"storey", "story"},
                                                                          {"programme", "program"},
                                                                          {"plough", "plow"},
                                                                          {"sceptical", "skeptical"},
                                                                          {"moustache", "mustache"},
                                                                          {"pyjamas", "pajamas"},
                                                                          {"tyre", "tire"},
                                                                          {"jewellery", "jewelry"},
                                                                          {"travelled", "traveled"},
                                                                          {"travelling", "traveling"},
                                                                          {"traveller", "traveler"},
                                                                          {"cancelled", "canceled"},
                                                                          {"marvellous", "marvelous"},
                                                                          {"skilful", "skillful"},
                                                                          {"waggon", "wagon"},
                                                                          {"enquiry", "inquiry"},
                                                                          {"enquire", "inquire"},
                                                                          {"mum", "mom"},
                                                                          {"licence", "license"},
                                                                          {"practise", "practice"},
                                                                          {"defence", "defense"},
                                                                          {"offence", "offense"},
                                                                          {"towards", "toward"},
                                                                          {"okay", "ok"},
                                                                          {"aeroplane", "airplane"},
                                                                          {"kerb", "curb"}};

// Longer endings first. The words that would be spoilt by them are in kNotBritish.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kBritishEndings = {
    {{"ouring", "oring"},      {"oured", "ored"},     {"ourable", "orable"}, {"ourably", "orably"},
     {"ourite", "orite"},      {"ourites", "orites"}, {"ourhood", "orhood"}, {"ourly", "orly"},
     {"ourless", "orless"},    {"ours", "ors"},       {"our", "or"},         {"isation", "ization"},
     {"isations", "izations"}, {"ising", "izing"},    {"ised", "ized"},      {"ises", "izes"},
     {"ise", "ize"},           {"ogue", "og"},        {"yse", "yze"},        {"ysed", "yzed"},
     {"tre", "ter"},           {"tres", "ters"}}};
const std::unordered_set<std::string_view> kNotBritish = {
    "our",         "ours",        "four",       "fours",       "hour",        "hours",      "your",      "yours",
    "pour",        "poured",      "pouring",    "pours",       "tour",        "tours",      "toured",    "touring",
    "sour",        "flour",       "dour",       "hourly",      "scour",       "scoured",    "contour",   "detour",
    "devour",      "devoured",    "velour",     "rise",        "rises",       "rising",     "wise",      "raise",
    "raised",      "raises",      "raising",    "praise",      "praised",     "praising",   "promise",   "promised",
    "promises",    "promising",   "noise",      "noises",      "poise",       "poised",     "exercise",  "exercises",
    "exercised",   "exercising",  "surprise",   "surprised",   "surprises",   "surprising", "otherwise", "likewise",
    "advise",      "advised",     "advises",    "advising",    "arise",       "arises",     "arising",   "arised",
    "precise",     "concise",     "paradise",   "enterprise",  "enterprises", "disguise",   "disguised", "disguises",
    "franchise",   "expertise",   "premise",    "premises",    "revise",      "revised",    "revising",  "supervise",
    "supervised",  "televised",   "compromise", "compromised", "cruise",      "bruise",     "bruised",   "demise",
    "devise",      "devised",     "despise",    "despised",    "guise",       "excise",     "comprise",  "comprised",
    "tortoise",    "merchandise", "sunrise",    "sunrises",    "clockwise",   "treatise",   "dialogue",  "vogue",
    "rogue",       "fatigue",     "tongue",     "league",      "improvise",   "improvised", "advertise", "advertised",
    "advertising", "chastise",    "malaise",    "uprising",    "analyses",    "crises",     "bases",     "apprised",
    "apprise",     "prised",      "appraise",   "appraised",   "liaise"};

std::string without_bracketed(std::string_view text) {
  std::string out;
  char closing = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (closing == '\0' && (c == '[' || c == '(')) {
      const char end = c == '[' ? ']' : ')';
      if (text.find(end, i) != std::string_view::npos) closing = end;
    }
    if (closing == '\0') out += c;
    if (c == closing) {
      closing = '\0';
      out += ' ';
    }
  }
  return out;
}

const std::unordered_map<std::string_view, std::string_view> kPlain = {
    {"’", "'"}, {"‘", "'"}, {"æ", "ae"}, {"Æ", "ae"}, {"œ", "oe"}, {"Œ", "oe"}, {"ß", "ss"}};

// One character without its accent.
std::string_view plain_character(std::string_view character) {
  constexpr std::string_view kBase =
      "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";  // U+00C0 … U+00FF
  if (const auto known = kPlain.find(character); known != kPlain.end()) return known->second;
  const bool latin = character.size() == 2 && static_cast<unsigned char>(character[0]) == 0xC3;
  if (latin) return kBase.substr(static_cast<unsigned char>(character[1]) & 0x3F, 1);
  const bool mark = character.size() > 1 && is_punctuation(character);
  return mark ? std::string_view(" ") : character;
}

// Latin letters without their accents, curly apostrophes as straight ones, every other mark outside ASCII a space.
std::string plain_latin(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    out += plain_character(text.substr(at, length));
    at += length;
  }
  return out;
}

// Drops what is no part of a word: commas in numbers, points without a digit after them, marks.
std::string without_marks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool digit_before = i > 0 && is_ascii_digit(text[i - 1]),
               digit_after = i + 1 < text.size() && is_ascii_digit(text[i + 1]);
    const bool foreign = (static_cast<unsigned char>(c) & 0x80) != 0;
    if (c == ',' && digit_before && digit_after) continue;
    const bool kept = is_ascii_letter(c) || is_ascii_digit(c) || c == '\'' || foreign ||
                      (c == '.' && digit_after && digit_before) || (c == '%' && digit_before) ||
                      (c == '$' && digit_after);
    out += kept ? c : ' ';
  }
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\n\r", at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string open_contraction(const std::string& word, std::string_view next) {
  if (const auto whole = kWholeWords.find(word); whole != kWholeWords.end()) return std::string(whole->second);
  const bool perfect = kPerfect.contains(next);
  for (const auto& [ending, opened] : kEndings) {
    if (word.size() <= ending.size() || !word.ends_with(ending)) continue;
    const std::string stem = word.substr(0, word.size() - ending.size());
    if (perfect && ending == "'s") return stem + " has";
    if (perfect && ending == "'d") return stem + " had";
    return stem + std::string(opened);
  }
  return word;
}

std::string american(const std::string& word) {
  if (const auto found = kSpelling.find(word); found != kSpelling.end()) return std::string(found->second);
  constexpr std::size_t kShortestStem = 2;
  if (kNotBritish.contains(word)) return word;
  for (const auto& [british, here] : kBritishEndings)
    if (word.size() >= british.size() + kShortestStem && word.ends_with(british))
      return word.substr(0, word.size() - british.size()) + std::string(here);
  return word;
}

std::vector<std::string> opened(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kIgnored.contains(words[i])) continue;
    text += open_contraction(words[i], i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view());
    text += ' ';
  }
  std::erase(text, '\'');
  return split(text);
}

}  // namespace

std::vector<std::string> normal_english(std::string_view text) {
  const std::string lower = lower_case(plain_latin(without_bracketed(text)));
  auto words = numbers_as_digits(opened(split(without_marks(lower))));
  for (std::string& word : words) word = american(word);
  return words;
}

}  // namespace podpromo
