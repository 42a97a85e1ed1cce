#include "speech/given/align_crew.hpp"

#include "speech/crew.hpp"
#include "speech/share_out.hpp"

namespace podpromo {

std::optional<AlignCrew> AlignCrew::open(int workers) {
  std::vector<std::unique_ptr<Aligner>> aligners(worker_count(workers));
  aligners.front() = english_aligner(english_model_folder());
  if (!aligners.front()) return std::nullopt;
  return AlignCrew(std::move(aligners));
}

Done AlignCrew::work(std::size_t count, const Task& task, const std::function<void(std::size_t)>& told,
                     const std::stop_token& stop) {
  const auto work = [&](std::size_t thread, std::size_t piece) -> Done {
    auto& aligner = aligners_[thread];
    if (!aligner) aligner = english_aligner(english_model_folder());
    if (aligner) return task(*aligner, piece);
    return failure(Fault::unavailable, "the aligner of English words can't be opened any more",
                   "Install the package pocketsphinx-en-us again.");
  };
  return share_out(count, aligners_.size(), work, told, stop);
}

}  // namespace podpromo
