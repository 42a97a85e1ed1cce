#include "speech/align/sphinx_decoder.hpp"

#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>

#include <cmath>
#include <cstdlib>
#include <string_view>

namespace podpromo {

namespace {

constexpr const char* kGrammar = "text";
constexpr double kFillerProbability = 0.01;
constexpr int kSphinxOk = 0;
constexpr double kScoreUnit = 1024;  // acoustic scores are logarithms to the decoder's base, divided by this

void set_beam(cmd_ln_t* options, double beam) {
  for (const char* name : {"-beam", "-pbeam", "-wbeam"}) cmd_ln_set_float_r(options, name, beam);
}

// "word(2)" is the second pronunciation of "word".
std::string base_word(std::string_view name) {
  const std::size_t bracket = name.find('(');
  return std::string(bracket == std::string_view::npos || bracket == 0 ? name : name.substr(0, bracket));
}

bool is_silence(std::string_view name) { return name.empty() || name[0] == '<' || name[0] == '[' || name[0] == '('; }

}  // namespace

std::unique_ptr<SphinxDecoder> SphinxDecoder::open(const fs::path& model_folder) {
  const std::string acoustic = model_folder / "en-us", dictionary = model_folder / "cmudict-en-us.dict";
  std::error_code ignored;
  if (!fs::is_directory(acoustic, ignored) || !fs::is_regular_file(dictionary, ignored)) return nullptr;
  err_set_logfp(nullptr);
  // Two densities of a mixture (-topn) place words as well as four do, for a tenth less time.
  // Silence must stay: PocketSphinx counts frames without what it removes, and every later time would be too early.
  cmd_ln_t* const options = cmd_ln_init(nullptr, ps_args(), TRUE, "-hmm", acoustic.c_str(), "-dict", dictionary.c_str(),
                                        "-remove_silence", "no", "-logfn", "/dev/null", "-fsgusefiller", "yes",
                                        "-bestpath", "no", "-fwdflat", "no", "-cmn", "batch", "-topn", "2", nullptr);
  if (options == nullptr) return nullptr;
  ps_decoder_t* const decoder = ps_init(options);
  cmd_ln_free_r(options);
  if (decoder == nullptr) return nullptr;
  return std::unique_ptr<SphinxDecoder>(new SphinxDecoder(decoder));
}

SphinxDecoder::~SphinxDecoder() { ps_free(decoder_); }

std::optional<std::string> SphinxDecoder::phones_of(const std::string& word) const {
  const std::unique_ptr<char, decltype(&std::free)> phones(ps_lookup_word(decoder_, word.c_str()), &std::free);
  if (!phones) return std::nullopt;
  return std::string(phones.get());
}

bool SphinxDecoder::add_word(const std::string& word, const std::string& phones) {
  return ps_add_word(decoder_, word.c_str(), phones.c_str(), FALSE) >= 0;
}

bool SphinxDecoder::set_grammar(const std::vector<std::string>& words, const std::vector<std::string>& fillers,
                                double beam) {
  logmath_t* const logs = ps_get_logmath(decoder_);
  const int count = static_cast<int>(words.size());
  const std::unique_ptr<fsg_model_t, decltype(&fsg_model_free)> grammar(fsg_model_init(kGrammar, logs, 1.0F, count + 1),
                                                                        &fsg_model_free);
  if (!grammar) return false;
  grammar->start_state = 0;
  grammar->final_state = count;
  for (int i = 0; i < count; ++i)
    fsg_model_trans_add(grammar.get(), i, i + 1, 0,
                        fsg_model_word_add(grammar.get(), words[static_cast<std::size_t>(i)].c_str()));
  for (const std::string& filler : fillers) {
    const int word = fsg_model_word_add(grammar.get(), filler.c_str());
    for (int i = 0; i <= count; ++i)
      fsg_model_trans_add(grammar.get(), i, i, logmath_log(logs, kFillerProbability), word);
  }
  set_beam(ps_get_config(decoder_), beam);
  return ps_set_fsg(decoder_, kGrammar, grammar.get()) == kSphinxOk && ps_set_search(decoder_, kGrammar) == kSphinxOk;
}

std::vector<SphinxWord> SphinxDecoder::segments() const {
  std::vector<SphinxWord> found;
  const double nats = kScoreUnit * std::log(logmath_get_base(ps_get_logmath(decoder_)));
  for (ps_seg_t* segment = ps_seg_iter(decoder_); segment != nullptr; segment = ps_seg_next(segment)) {
    const std::string name = ps_seg_word(segment);
    if (is_silence(name)) continue;
    SphinxWord word{.word = base_word(name)};
    ps_seg_frames(segment, &word.first_frame, &word.last_frame);
    int32 sound = 0, grammar = 0, back_off = 0;
    ps_seg_prob(segment, &sound, &grammar, &back_off);
    word.misfit = -sound * nats / (word.last_frame - word.first_frame + 1);
    found.push_back(std::move(word));
  }
  return found;
}

std::vector<SphinxWord> SphinxDecoder::follow(const std::vector<std::string>& words,
                                              const std::vector<std::string>& fillers,
                                              std::span<const std::int16_t> sound, double beam) {
  if (!set_grammar(words, fillers, beam)) return {};
  if (ps_start_stream(decoder_) != kSphinxOk || ps_start_utt(decoder_) != kSphinxOk) return {};
  const bool heard = ps_process_raw(decoder_, sound.data(), sound.size(), FALSE, TRUE) >= 0;
  ps_end_utt(decoder_);
  return heard ? segments() : std::vector<SphinxWord>{};
}

}  // namespace podpromo
