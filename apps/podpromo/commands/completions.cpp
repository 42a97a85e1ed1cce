#include <fmt/format.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"

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

std::string words_of(const CLI::App& app) {
  std::string words;
  for (const CLI::App* sub : commands_of(app)) words += sub->get_name() + " ";
  for (const CLI::Option* option : options_of(app))
    for (const auto& name : option->get_lnames()) words += "--" + name + " ";
  return words;
}

std::string bash(const CLI::App& app) {
  std::string cases;
  for (const CLI::App* sub : commands_of(app))
    cases += fmt::format("    {}) words={} ;;\n", sub->get_name(), quoted(words_of(*sub)));
  return fmt::format(R"sh(_podpromo() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words={}
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $COMP_CWORD -eq 1 || $word == -* || ${{COMP_WORDS[1]}} == models || ${{COMP_WORDS[1]}} == completions || ${{COMP_WORDS[1]}} == eval || ${{COMP_WORDS[1]}} == words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}}
complete -o filenames -F _podpromo podpromo ./podpromo
)sh",
                     quoted(words_of(app)), cases);
}

std::string zsh(const CLI::App& app) {
  std::string commands;
  std::string cases;
  for (const CLI::App* sub : commands_of(app)) {
    commands += fmt::format("    {}\n", quoted(sub->get_name() + ":" + first_line(sub->get_description())));
    cases += fmt::format("    {}) options=({}) ;;\n", sub->get_name(), words_of(*sub));
  }
  return fmt::format(R"sh(#compdef podpromo
_podpromo() {{
  local -a commands options
  commands=(
{}  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
{}  esac
  compadd -a options
  _files
}}
compdef _podpromo podpromo
)sh",
                     commands, cases);
}

std::string fish(const CLI::App& app) {
  std::string lines;
  for (const CLI::App* sub : commands_of(app)) {
    lines += fmt::format("complete -c podpromo -n __fish_use_subcommand -a {} -d {}\n", sub->get_name(),
                         quoted(first_line(sub->get_description())));
    const std::string when = quoted("__fish_seen_subcommand_from " + sub->get_name());
    for (const CLI::Option* option : options_of(*sub))
      for (const auto& name : option->get_lnames())
        lines += fmt::format("complete -c podpromo -n {} -l {} -d {}\n", when, name,
                             quoted(first_line(option->get_description())));
    for (const CLI::App* inner : commands_of(*sub))
      lines += fmt::format("complete -c podpromo -n {} -f -a {}\n", when, inner->get_name());
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
