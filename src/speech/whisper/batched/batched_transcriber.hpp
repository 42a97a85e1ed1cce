#pragma once

#include <memory>
#include <vector>

#include "speech/transcriber.hpp"
#include "speech/whisper/batched/batched_model.hpp"
#include "speech/whisper/batched/text_opening.hpp"
#include "speech/whisper/batched/word_bias.hpp"
#include "speech/whisper/whisper_transcriber.hpp"
#include "speech/words/near_words.hpp"

namespace podpromo {

class BeamSearch;

// One worker's ear. Its calculator and its memory for a batch are made when the first sounds come, and grow with the
// number that is heard together.
class BatchedTranscriber final : public Transcriber {
 public:
  // With more than one of `beams` every text is searched with so many, not only the doubtful ones.
  BatchedTranscriber(std::shared_ptr<const BatchedModel> model, std::size_t beams)
      : model_(std::move(model)), beams_(beams) {}

  Result<HeardChunk> hear(std::span<const float> samples, const SpeechChunk& chunk,
                          const std::string& language) override;
  Result<std::vector<HeardChunk>> hear_together(std::span<const ChunkSound> sounds,
                                                const std::string& language) override;
  // For models of many languages, by the decoder's attention while it reads the words.
  Result<bool> place(std::span<const float> samples, const SpeechChunk& chunk, const std::string& language,
                     std::vector<Word>& words) override;
  void expect(const std::vector<std::string>& words) override;
  std::size_t best_together() const override;
  void stop_with(const std::stop_token& stop) override;
  void tell(const Advanced& advanced) override { advanced_ = advanced; }

 private:
  // What calculates, and what it calculates with.
  struct Workbench;
  struct Sound;
  struct Batch;
  bool careful_always() const { return beams_ > 1; }
  Result<Workbench*> workbench_for(std::size_t sounds);
  Result<WhisperTranscriber*> whisper_cpp();
  Done encode(Workbench& workbench, std::span<const Sound> sounds, const Advanced& advanced);
  Done search(Workbench& workbench, const std::string& language, const Advanced& advanced, Batch& batch);
  static void gather(Workbench& workbench, std::span<const std::size_t> chosen, std::vector<DecodedText>& texts);
  Done search_again(Workbench& workbench, std::span<const std::size_t> doubtful, BeamSearch& search, Batch& batch);
  Done search_all_again(Workbench& workbench, std::span<const std::size_t> texts, BeamSearch& search, Batch& batch);
  std::string text_of(const DecodedText& text) const;
  Result<std::vector<HeardChunk>> hear_batch(std::span<const Sound> sounds, const std::string& language,
                                             const Advanced& advanced);
  Result<std::vector<double>> token_ends(Workbench& workbench, const DecodedText& text, std::size_t slot,
                                         double seconds);
  Result<std::vector<double>> read_along(Workbench& workbench, const DecodedText& text, std::size_t slot,
                                         double seconds);
  HeardChunk as_chunk(const Sound& sound, const DecodedText& text, std::span<const double> ends) const;
  Result<HeardChunk> second_try(const Sound& sound, HeardChunk first);

  std::shared_ptr<const BatchedModel> model_;
  WordBias bias_;
  NearWords near_words_;
  std::size_t beams_;
  std::shared_ptr<Workbench> workbench_;
  std::unique_ptr<WhisperTranscriber> whisper_cpp_;
  std::stop_token stop_;
  Advanced advanced_;
};

}  // namespace podpromo
