#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <unordered_map>

#include "speech/align/aligner.hpp"
#include "speech/align/letter_to_sound.hpp"
#include "speech/align/sphinx_decoder.hpp"
#include "speech/align/spoken_form.hpp"
#include "speech/wav_form.hpp"

namespace podpromo {

namespace {

constexpr double kFramesPerSecond = 100;
// What is said is known, so a narrow beam seldom loses it, and needs a third of a wide one's time.
struct Attempt {
  double beam = 0;
  bool fillers = true;
};
constexpr std::array kAttempts = {Attempt{1e-40}, Attempt{1e-120}, Attempt{1e-240}, Attempt{1e-300, false}};
// Where words are only looked for, their neighbours at the edges may be missing.
constexpr double kSearchBeam = 1e-200;
// Fillers by names that no text contains, so that an "um" in the text is not taken for one between words.
const std::vector<std::string> kFillers = {"~um", "~uh"};

constexpr double kShortestFiller = 0.105;  // seconds; what is shorter is a speck
constexpr double kSameFiller = 0.015;      // seconds between two that are one, drawn out

// A word may last as long as its phones at a quarter of a second each, and 1.2 s anyway; a longer one has swallowed
// something that nobody wrote down.
constexpr double kLongestWord = 1.2;
constexpr double kLongestPhone = 0.25;

std::size_t phone_count(std::string_view phones) {
  return static_cast<std::size_t>(std::count(phones.begin(), phones.end(), ' ')) + 1;
}

std::vector<std::int16_t> as_integers(std::span<const float> samples) {
  std::vector<std::int16_t> integers(samples.size());
  std::ranges::transform(samples, integers.begin(), wav_sample);
  return integers;
}

class EnglishAligner final : public Aligner {
 public:
  explicit EnglishAligner(std::unique_ptr<SphinxDecoder> decoder) : decoder_(std::move(decoder)) {
    decoder_->add_word(kFillers[0], "AH M");
    decoder_->add_word(kFillers[1], "AH");
  }

  std::optional<Alignment> align(std::span<const float> samples, double start_s, std::vector<Word>& words) override {
    const auto entries = entries_for(words);
    const auto sound = as_integers(samples);
    for (const Attempt& attempt : kAttempts) {
      const auto found =
          decoder_->follow(entries, attempt.fillers ? kFillers : std::vector<std::string>{}, sound, attempt.beam);
      if (auto alignment = take_times(found, entries, start_s, words)) return alignment;
    }
    return std::nullopt;
  }

  std::optional<Alignment> align_once(std::span<const float> samples, double start_s,
                                      std::vector<Word>& words) override {
    const auto entries = entries_for(words);
    return take_times(decoder_->follow(entries, kFillers, as_integers(samples), kSearchBeam), entries, start_s, words);
  }

 private:
  static bool is_filler(const SphinxWord& word) { return word.word == kFillers[0] || word.word == kFillers[1]; }

  std::vector<std::string> entries_for(const std::vector<Word>& words) {
    std::vector<std::string> entries;
    entries.reserve(words.size());
    for (const Word& word : words) entries.push_back(entry_for(word.text));
    return entries;
  }

  // Copies times when every word was found, in order.
  std::optional<Alignment> take_times(const std::vector<SphinxWord>& found, const std::vector<std::string>& entries,
                                      double start_s, std::vector<Word>& words) const {
    const auto begin_of = [&](const SphinxWord& word) { return start_s + word.first_frame / kFramesPerSecond; };
    const auto end_of = [&](const SphinxWord& word) { return start_s + (word.last_frame + 1) / kFramesPerSecond; };
    const auto fillers = static_cast<std::size_t>(std::count_if(found.begin(), found.end(), is_filler));
    if (found.size() - fillers != words.size()) return std::nullopt;
    Alignment alignment;
    std::size_t i = 0;
    for (const SphinxWord& spoken : found) {
      if (is_filler(spoken)) {
        add_filler({begin_of(spoken), end_of(spoken)}, alignment.fillers);
        continue;
      }
      words[i].start = begin_of(spoken);
      const double longest = std::max(kLongestWord, kLongestPhone * static_cast<double>(phones_in_.at(entries[i])));
      words[i].end = std::min(end_of(spoken), words[i].start + longest);
      alignment.misfits.push_back(spoken.misfit);
      ++i;
    }
    std::erase_if(alignment.fillers, [](const Filler& one) { return one.end - one.start < kShortestFiller; });
    return alignment;
  }

  static void add_filler(const Filler& next, std::vector<Filler>& fillers) {
    if (!fillers.empty() && next.start - fillers.back().end < kSameFiller)
      fillers.back().end = next.end;
    else
      fillers.push_back(next);
  }

  // The name under which the decoder's dictionary has `written`, taught if need be.
  std::string entry_for(const std::string& written) {
    const auto known = entries_.find(written);
    if (known != entries_.end()) return known->second;
    const auto sayings = sayings_of(written);
    const bool plain = sayings.size() == 1 && sayings[0].size() == 1;
    std::string name;
    if (const auto word = plain ? dictionary_word(sayings[0][0]) : std::nullopt) {
      name = *word;
      phones_in_[name] = phone_count(*decoder_->phones_of(name));
    } else {
      name = teach(sayings);
    }
    entries_[written] = name;
    return name;
  }

  // `word` as the dictionary writes it: a quotation mark at its edges may look like an apostrophe.
  std::optional<std::string> dictionary_word(std::string word) const {
    if (decoder_->phones_of(word)) return word;
    while (word.starts_with('\'')) word.erase(0, 1);
    while (word.ends_with('\'')) word.pop_back();
    if (!word.empty() && decoder_->phones_of(word)) return word;
    return std::nullopt;
  }

  // Adds one dictionary entry with a pronunciation for each way of saying it, so that a written word stays one word.
  std::string teach(const std::vector<Saying>& sayings) {
    const std::string name = "~" + std::to_string(entries_.size());
    std::vector<std::string> pronunciations;
    for (const Saying& saying : sayings) {
      std::string phones = phones_of(saying);
      if (!phones.empty() && std::find(pronunciations.begin(), pronunciations.end(), phones) == pronunciations.end())
        pronunciations.push_back(std::move(phones));
    }
    if (pronunciations.empty()) pronunciations.emplace_back("AH");
    for (std::size_t i = 0; i < pronunciations.size(); ++i) {
      const std::string variant = i == 0 ? name : name + "(" + std::to_string(i + 1) + ")";
      decoder_->add_word(variant, pronunciations[i]);
      phones_in_[name] = std::max(phones_in_[name], phone_count(pronunciations[i]));
    }
    return name;
  }

  std::string phones_of(const Saying& saying) const {
    std::string phones;
    for (const std::string& word : saying) {
      const auto known = dictionary_word(word);
      const std::string part = known ? *decoder_->phones_of(*known) : phones_by_rule(word);
      if (part.empty()) continue;
      if (!phones.empty()) phones += ' ';
      phones += part;
    }
    return phones;
  }

  std::unique_ptr<SphinxDecoder> decoder_;
  std::unordered_map<std::string, std::string> entries_;    // written word → name in the dictionary
  std::unordered_map<std::string, std::size_t> phones_in_;  // name → phones of its longest pronunciation
};

}  // namespace

fs::path english_model_folder() {
  const char* chosen = std::getenv("PODPROMO_ALIGN_MODEL_DIR");
  return chosen != nullptr && *chosen != '\0' ? fs::path(chosen) : fs::path("/usr/share/pocketsphinx/model/en-us");
}

std::unique_ptr<Aligner> english_aligner(const fs::path& folder) {
  auto decoder = SphinxDecoder::open(folder);
  if (!decoder) return nullptr;
  return std::make_unique<EnglishAligner>(std::move(decoder));
}

}  // namespace podpromo
