// 30_words.journal: whatever a crash or anybody else left of it, it is read, gone on with and read again.
#include "speech/journal.hpp"

#include "fuzz.hpp"

namespace podpromo {
namespace {

// What a journal for the key "k" begins with: its first line.
const std::string& header() {
  static const std::string line = [] {
    const fs::path file = memory_folder() / "new.journal";
    promise(Journal::open(file, "k").has_value(), "a journal can be begun");
    return read_whole(file).value_or("");
  }();
  return line;
}

// Writes a real file, because going on with one syncs and renames.
void try_going_on(std::string_view text) {
  static const fs::path file = memory_folder() / "30_words.journal";
  const FileDescriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  promise(::write(out.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()), "the file is written");
  const auto before = read_findings(file);
  auto journal = Journal::open(file, "k");
  promise(journal.has_value(), "a journal can always be opened");
  const bool went_on = text.starts_with(header());
  if (went_on) promise(journal->findings().chunks.size() == before.chunks.size(), "what was found is kept");
  promise(journal->add_chunks({{7, {"en", {{"new", 1, 2, 0.5}}, {{2, 2.5}}}}}).has_value(), "and it goes on");
  const auto after = read_findings(file);
  promise(after.chunks.contains(7) && after.chunks.at(7).words.at(0).text == "new" &&
              after.chunks.at(7).fillers == std::vector<Filler>{{2, 2.5}},
          "what was added is read again");
  promise(after.chunks.size() == journal->findings().chunks.size(), "with all that came before");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  static MemoryFile file;
  const std::string text = header() + std::string(text_of(data, size));
  auto chance = chance_of(text);
  file.hold(text);
  const Findings whole = read_findings(file.path());
  file.hold(std::string_view(text).substr(0, chance() % (text.size() + 1)));
  const Findings cut = read_findings(file.path());
  for (const auto& [number, words] : cut.chunks) promise(whole.chunks.contains(number), "a cut adds nothing");
  // The expensive part for some only; which, hangs on the input.
  if (chance() % 4 == 0) try_going_on(chance() % 8 == 0 ? text_of(data, size) : std::string_view(text));
  return 0;
}
