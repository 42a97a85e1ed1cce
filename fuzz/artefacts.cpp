// The files of an episode that our own stages read again: artefacts, transcripts, clips, the record.
#include "storage/artefacts.hpp"

#include "fuzz.hpp"
#include "storage/episode_record.hpp"

namespace podpromo {
namespace {

// What was read and is written is read as the same: a stage that is run again ends with the same bytes.
template <typename T>
void try_noun(std::string_view text) {
  const auto noun = from_json_text<T>(text);
  if (!noun) return;
  const std::string printed = json_text(*noun);
  const auto again = from_json_text<T>(printed);
  promise(again.has_value(), "what we write can be read");
  promise(json_text(*again) == printed, "and says the same");
}

void write(const fs::path& file, std::string_view text) {
  const FileDescriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  promise(::write(out.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()), "the file is written");
}

void try_files(std::string_view text) {
  static const fs::path folder = memory_folder();
  static const Artefacts artefacts(folder);
  static const DataFolders folders{folder, folder, folder, folder, folder};
  static const EpisodeId id = EpisodeId::of_content(std::string(64, 'a'));
  static const bool made = make_folder(folders.episode(id)).has_value();
  promise(made, "there is a folder");
  write(artefacts.file("30_words"), text);
  if (const auto words = artefacts.load<Transcript>("30_words", "k"))
    promise(artefacts.peek<Transcript>("30_words") == words, "an artefact with the right key is the artefact");
  write(folders.record(id), text);
  if (const auto episode = load_record(folders, id)) {
    promise(save_record(folders, *episode).has_value(), "a record can be written");
    const auto again = load_record(folders, id);
    promise(again && again->title == episode->title && again->created_at == episode->created_at, "and says the same");
  }
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  const std::string_view text = text_of(data, size);
  if (nlohmann::json::accept(text)) {
    try_noun<MediaFacts>(text);
    try_noun<Sound>(text);
    try_noun<Transcript>(text);
    try_noun<Moments>(text);
    try_noun<Render>(text);
  }
  auto chance = chance_of(text);
  if (chance() % 4 == 0) try_files(text);
  return 0;
}
