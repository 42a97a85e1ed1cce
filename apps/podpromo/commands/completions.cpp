#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"
#include "models/catalog.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Print the completions of a shell.

  podpromo completions bash > ~/.local/share/bash-completion/completions/podpromo
  podpromo completions zsh  > ~/.zfunc/_podpromo
  podpromo completions fish > ~/.config/fish/completions/podpromo.fish)";

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* sub) { return !sub->get_name().empty(); });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  auto options = app.get_options(
      [](const CLI::Option* option) { return !option->get_positional() || !option->get_lnames().empty(); });
  // An option group is an application without a name whose options belong to its parent.
  for (const CLI::App* group : app.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); }))
    for (const CLI::Option* option : group->get_options()) options.push_back(option);
  return options;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4) text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

// What may follow an option or stand as a word of a command, where that is one of a few: by the command's name and the
// option's, "" for its words.
struct Choices {
  std::string_view command;
  std::string_view option;
  std::string words;
};

enum class Models { all, that_hear_words };

std::string names_of(Models wanted) {
  std::vector<std::string_view> names;
  for (const Model& model : known_models())
    if (wanted == Models::all || hears_words(model)) names.push_back(model.name);
  return fmt::format("{}", fmt::join(names, " "));
}

std::vector<Choices> all_choices() {
  return {{"clip", "--format", "vertical portrait square wide"},
          {"clip", "--model", names_of(Models::that_hear_words)},
          {"clip", "--speakers", "off"},
          {"transcribe", "--format", "json srt vtt txt podcast"},
          {"transcribe", "--model", names_of(Models::that_hear_words)},
          {"transcribe", "--speakers", "off"},
          {"serve", "--model", names_of(Models::that_hear_words)},
          {"doctor", "--model", names_of(Models::that_hear_words)},
          {"models pull", "", names_of(Models::all)},
          {"models path", "", names_of(Models::all)},
          {"completions", "", "bash zsh fish"}};
}

// The names of a command's subcommands and options, each once: every group has a --help.
std::string words_of(const CLI::App& app) {
  std::vector<std::string> all;
  for (const CLI::App* sub : commands_of(app)) all.push_back(sub->get_name());
  for (const CLI::Option* option : options_of(app))
    for (const auto& name : option->get_lnames())
      if (std::ranges::find(all, "--" + name) == all.end()) all.push_back("--" + name);
  return fmt::format("{}", fmt::join(all, " "));
}

// A command by what is typed for it: "clip", "models pull".
struct NamedCommand {
  std::string name;
  const CLI::App* app;
};

std::vector<NamedCommand> all_commands(const CLI::App& app) {
  std::vector<NamedCommand> all;
  for (const CLI::App* sub : commands_of(app)) {
    all.push_back({sub->get_name(), sub});
    for (const CLI::App* inner : commands_of(*sub)) all.push_back({sub->get_name() + " " + inner->get_name(), inner});
  }
  return all;
}

// bash and zsh have the same case in them: from $command and $before, the word before, to words and choices.
std::string cases_of(const CLI::App& app) {
  std::string commands, choices;
  for (const NamedCommand& command : all_commands(app))
    commands += fmt::format("    {}) words={} ;;\n", quoted(command.name), quoted(words_of(*command.app)));
  for (const Choices& choice : all_choices())
    choices += fmt::format("    {}) choices={} ;;\n",
                           choice.option.empty() ? quoted(std::string(choice.command)) + "\\ *"
                                                 : quoted(fmt::format("{} {}", choice.command, choice.option)),
                           quoted(choice.words));
  return fmt::format("  case $command in\n{}  esac\n  case \"$command $before\" in\n{}  esac\n", commands, choices);
}

std::string names_with_inner(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : commands_of(app))
    if (!commands_of(*sub).empty()) names.push_back(sub->get_name());
  return fmt::format("{}", fmt::join(names, "|"));
}

std::string bash(const CLI::App& app) {
  return fmt::format(R"sh(_podpromo() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} depth=1
  local words={} choices=
  case $command in
    {}) depth=2; ((COMP_CWORD > 2)) && command+=" ${{COMP_WORDS[2]}}" ;;
  esac
  ((COMP_CWORD == 1)) && command=
{}  if [[ $word != -* && -n $choices ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
  elif [[ $word == -* ]] || ((COMP_CWORD <= depth)); then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}}
complete -o filenames -F _podpromo podpromo ./podpromo
)sh",
                     quoted(words_of(app)), names_with_inner(app), cases_of(app));
}

std::string zsh(const CLI::App& app) {
  std::string commands;
  for (const CLI::App* sub : commands_of(app))
    commands += fmt::format("    {}\n", quoted(sub->get_name() + ":" + first_line(sub->get_description())));
  return fmt::format(R"sh(#compdef podpromo
_podpromo() {{
  local -a all
  all=(
{}  )
  if (( CURRENT == 2 )); then _describe command all; return; fi
  local command=$words[2] before=$words[CURRENT-1] inner=$words[3] typed=$words[CURRENT] choices=
  local -i depth=2
  case $command in
    {}) depth=3; (( CURRENT > 3 )) && command+=" $inner" ;;
  esac
  local words=
{}  if [[ $typed != -* && -n $choices ]]; then compadd -- ${{=choices}}; return; fi
  if [[ $typed == -* ]] || (( CURRENT <= depth )); then compadd -- ${{=words}}; return; fi
  _files
}}
compdef _podpromo podpromo
)sh",
                     commands, names_with_inner(app), cases_of(app));
}

// The condition under which a line of fish's holds: each word of the command was typed.
std::string fish_when(const NamedCommand& command) {
  const std::size_t space = command.name.find(' ');
  std::string when = "__fish_seen_subcommand_from " + command.name.substr(0, space);
  if (space != std::string::npos) when += "; and __fish_seen_subcommand_from " + command.name.substr(space + 1);
  return quoted(when);
}

std::string fish_choices(std::string_view command, std::string_view option) {
  for (const Choices& choice : all_choices())
    if (choice.command == command && choice.option == option) return fmt::format(" -x -a {}", quoted(choice.words));
  return "";
}

std::string fish(const CLI::App& app) {
  std::string lines;
  for (const CLI::App* sub : commands_of(app))
    lines += fmt::format("complete -c podpromo -n __fish_use_subcommand -a {} -d {}\n", sub->get_name(),
                         quoted(first_line(sub->get_description())));
  for (const NamedCommand& command : all_commands(app)) {
    const std::string when = fish_when(command);
    for (const CLI::Option* option : options_of(*command.app))
      for (const auto& name : option->get_lnames())
        lines += fmt::format("complete -c podpromo -n {} -l {} -d {}{}\n", when, name,
                             quoted(first_line(option->get_description())), fish_choices(command.name, "--" + name));
    for (const CLI::App* inner : commands_of(*command.app))
      lines += fmt::format("complete -c podpromo -n {} -f -a {}\n", when, inner->get_name());
    if (const std::string words = fish_choices(command.name, ""); !words.empty())
      lines += fmt::format("complete -c podpromo -n {}{}\n", when, words);
  }
  return lines;
}

}  // namespace

void add_completions_command(CLI::App& app, Run& chosen) {
  auto* completions = app.add_subcommand("completions", kDescription);
  auto shell = std::make_shared<std::string>();
  completions->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completions->callback([shell, &app, &chosen] {
    chosen = [shell, &app](const Desk&) -> Result<int> {
      const std::string script = *shell == "bash" ? bash(app) : *shell == "zsh" ? zsh(app) : fish(app);
      fmt::print("{}", script);
      return kDone;
    };
  });
}

}  // namespace podpromo
