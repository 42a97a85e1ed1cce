#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/command.hpp"
#include "commands/setting_flags.hpp"
#include "exit_codes.hpp"
#include "studio/doctor/doctor.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

constexpr const char* kDescription =
    R"(Look whether a server can work here: folders, disk, programs, models, port, clock.

  podpromo doctor                       what serve would use from here, and how to mend what is wrong
  podpromo doctor --json                the same for scripts, with every setting and where it comes from
  podpromo doctor --deep --upload-dir /var/app-data/podpromo/uploads)";

constexpr const char* kFooter = R"(It changes nothing. Exit codes: 0 no problem (there may be warnings), 7 a problem,
2 a setting that makes no sense.)";

struct DoctorFlags {
  DoctorWishes wishes;
  bool as_json = false;
};

std::size_t count(const Findings& findings, Verdict verdict) {
  return static_cast<std::size_t>(std::ranges::count(findings, verdict, &Finding::verdict));
}

std::string shown(const Screen& screen, Verdict verdict) {
  constexpr int kColumns = 9;
  const std::string name = padded(verdict_name(verdict), kColumns);
  if (verdict == Verdict::ok) return screen.good(name);
  return verdict == Verdict::problem ? screen.bad(name) : screen.bold(name);
}

// Colours are for a terminal, and the table may go elsewhere than what is said.
Screen::Style style_on_stdout(const Screen& screen) {
  Screen::Style style = screen.style();
  style.colour = style.colour && ::isatty(STDOUT_FILENO) == 1;
  return style;
}

void print_table(const Findings& findings, const Screen& screen) {
  constexpr int kNameColumns = 22;
  std::string topic;
  for (const Finding& finding : findings) {
    if (finding.topic != topic) fmt::print("{}{}\n", topic.empty() ? "" : "\n", screen.bold(finding.topic));
    topic = finding.topic;
    fmt::print("  {}{} {}\n", shown(screen, finding.verdict), padded(finding.name, kNameColumns), finding.says);
    if (!finding.remedy.empty()) fmt::print("  {:9}{} → {}\n", "", padded("", kNameColumns), finding.remedy);
  }
  const std::size_t problems = count(findings, Verdict::problem);
  const std::size_t warnings = count(findings, Verdict::warning);
  if (problems + warnings == 0)
    fmt::print("\nAll is well.\n");
  else
    fmt::print("\n{} problem{}, {} warning{}.\n", problems, problems == 1 ? "" : "s", warnings,
               warnings == 1 ? "" : "s");
}

void print_json(const Findings& findings, const Settings& settings) {
  json told{{"ok", count(findings, Verdict::problem) == 0},
            {"problems", count(findings, Verdict::problem)},
            {"warnings", count(findings, Verdict::warning)},
            {"findings", json::array()},
            {"settings", json::array()}};
  for (const Finding& finding : findings)
    told["findings"].push_back({{"topic", finding.topic},
                                {"name", finding.name},
                                {"verdict", verdict_name(finding.verdict)},
                                {"says", finding.says},
                                {"remedy", finding.remedy}});
  for (const NamedSetting& setting : named_settings(settings))
    told["settings"].push_back(
        {{"name", setting.name}, {"value", setting.value}, {"source", source_name(setting.source)}});
  fmt::print("{}\n", told.dump(1, ' ', false, json::error_handler_t::replace));
}

Result<int> doctor(const DoctorFlags& flags, const Desk& desk) {
  const Findings findings = examine(desk.settings, flags.wishes, desk.clock);
  if (flags.as_json)
    print_json(findings, desk.settings);
  else
    print_table(findings, Screen(style_on_stdout(desk.screen)));
  return count(findings, Verdict::problem) == 0 ? kDone : kUnavailable;
}

}  // namespace

void add_doctor_command(CLI::App& app, Run& chosen) {
  auto* command = app.add_subcommand("doctor", kDescription);
  command->footer(kFooter);
  auto flags = std::make_shared<DoctorFlags>();
  command->add_flag("--json", flags->as_json, "Print one object instead of a table");
  command->add_flag("--deep", flags->wishes.deep, "Read the speech models from end to end");
  add_setting_flags(*command);
  command->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return doctor(*flags, desk); }; });
}

}  // namespace podpromo
