// progress.json, as any version or anybody else wrote it.
#include "progress/progress.hpp"

#include "fuzz.hpp"
#include "progress/answers.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  static const EpisodeId id = EpisodeId::of_content(std::string(64, 'a'));
  const auto progress = parse_progress(text_of(data, size), std::chrono::system_clock::time_point{});
  if (!progress) return 0;
  promise(progress->percent >= 0 && progress->percent <= 100, "the percent is one");
  promise(!progress->stage.empty(), "there is a stage");
  const std::string printed = progress_file_text(id, *progress);
  const auto again = parse_progress(printed, {});
  promise(again.has_value(), "what we write can be read");
  promise(progress_file_text(id, *again) == printed, "and says the same");
  const auto answer = nlohmann::json::parse(*known_answer(id, *progress).body);
  promise(answer.at("progress").value("eta_seconds", 0LL) >= 0, "no time left is negative");
  const std::string& time = answer.at("progress").at("timestamp").get_ref<const std::string&>();
  promise(time.size() == 24 && time.back() == 'Z', "a time is written as RFC 3339 has it");
  return 0;
}
