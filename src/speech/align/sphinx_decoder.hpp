#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/durable.hpp"

struct ps_decoder_s;

namespace podpromo {

// A dictionary word that was found in sound; frames are 10 ms, [first, last].
struct SphinxWord {
  std::string word;
  int first_frame = 0;
  int last_frame = 0;
  double misfit = 0;  // how much less likely than the likeliest sound of each frame, nats per frame
};

// PocketSphinx with an acoustic model and a dictionary, and no grammar but the one that is given with the sound.
// Only this folder knows pocketsphinx.h.
class SphinxDecoder {
 public:
  // Null when `model_folder` lacks the model, or PocketSphinx can't read it.
  static std::unique_ptr<SphinxDecoder> open(const fs::path& model_folder);
  ~SphinxDecoder();

  // The phones of `word` ("W ER D"), its first variant; nothing when the dictionary doesn't have it.
  std::optional<std::string> phones_of(const std::string& word) const;
  // Teaches the dictionary a word; false when it refuses a phone.
  bool add_word(const std::string& word, const std::string& phones);

  // Whether `words` are in `sound` from its beginning to its end, in this order, with any of `fillers` between them.
  // `beam` is how unlikely a path may become before it is dropped (1e-200). All segments that are words or fillers,
  // in order; what the sound doesn't reach is missing at the end.
  std::vector<SphinxWord> follow(const std::vector<std::string>& words, const std::vector<std::string>& fillers,
                                 std::span<const std::int16_t> sound, double beam);

 private:
  explicit SphinxDecoder(ps_decoder_s* decoder) : decoder_(decoder) {}
  bool set_grammar(const std::vector<std::string>& words, const std::vector<std::string>& fillers, double beam);
  std::vector<SphinxWord> segments() const;
  ps_decoder_s* decoder_;
};

}  // namespace podpromo
