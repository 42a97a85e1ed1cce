#include <fmt/format.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"
#include "storage/show_words.hpp"
#include "studio/studio.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(See and change the names and words that each show is listened for.

  podpromo words list                                      the shows there are
  podpromo words list --show "On bees"
  podpromo words add --show "On bees" Okafor "Jane Whitfield"
  podpromo words remove --show "On bees" Okafor
  podpromo words list --output-dir ./outputs               those of a server

They are those of podpromo clip and transcribe, which keep what --words names for a show. A server keeps its own in
its output folder, with what people correct there. They lie in text files, one a show, that may be edited.)";

struct WordsFlags {
  std::string show;
  std::string outputs;
  std::vector<std::string> words;

  ShowWords store() const {
    DataFolders server;
    server.outputs = outputs;
    return ShowWords(outputs.empty() ? own_shows_folder() : server.shows());
  }
};

Result<int> list(const WordsFlags& flags, const Desk& desk) {
  const ShowWords store = flags.store();
  if (!flags.show.empty()) {
    PODPROMO_TRY(words, store.of(flags.show));
    for (const std::string& word : words) fmt::print("{}\n", word);
    std::error_code error;
    const fs::path file = store.file(flags.show);
    desk.screen.line(
        desk.screen.dim(fs::exists(file, error) ? " " + file.string() : " Nothing is known of this show."));
    return kDone;
  }
  const auto shows = store.shows();
  if (shows.empty()) desk.screen.line(desk.screen.dim(" Nothing is known of any show yet; podpromo words add --help"));
  for (const std::string& show : shows) {
    PODPROMO_TRY(words, store.of(show));
    fmt::print("{:>4}  {}\n", words.size(), show);
  }
  return kDone;
}

Done has_show(const WordsFlags& flags) {
  if (flags.show.find_first_not_of(' ') != std::string::npos) return {};
  return failure(Fault::bad_request, "a show has to have a name", "Give it with --show.");
}

Result<int> add(const WordsFlags& flags, const Desk&) {
  PODPROMO_TRY(has_show(flags));
  PODPROMO_TRY(flags.store().add(flags.show, flags.words));
  return kDone;
}

Result<int> remove(const WordsFlags& flags, const Desk&) {
  PODPROMO_TRY(has_show(flags));
  PODPROMO_TRY(flags.store().remove(flags.show, flags.words));
  return kDone;
}

struct Verb {
  const char* name;
  const char* help;
  Result<int> (*run)(const WordsFlags&, const Desk&);
};

// Gives the option that names the show.
CLI::Option* add_verb(CLI::App& words, Run& chosen, const Verb& verb) {
  auto* sub = words.add_subcommand(verb.name, verb.help);
  auto flags = std::make_shared<WordsFlags>();
  auto* show = sub->add_option("--show", flags->show, "The show");
  sub->add_option("--output-dir", flags->outputs,
                  "Where a server keeps its database; left out: the command line's own");
  if (verb.run != list) sub->add_option("WORD", flags->words, "Names and words, each as it is written")->required();
  sub->callback(
      [flags, run = verb.run, &chosen] { chosen = [flags, run](const Desk& desk) { return run(*flags, desk); }; });
  return show;
}

}  // namespace

void add_words_command(CLI::App& app, Run& chosen) {
  auto* words = app.add_subcommand("words", kDescription);
  words->require_subcommand(1);
  add_verb(*words, chosen, {"list", "The shows, or the words of one", list});
  add_verb(*words, chosen, {"add", "Listen for these too", add})->required();
  add_verb(*words, chosen, {"remove", "Don't listen for these any more", remove})->required();
}

}  // namespace podpromo
