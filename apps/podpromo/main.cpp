#include <clocale>
#include <system_error>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "commands/setting_flags.hpp"
#include "exit_codes.hpp"
#include "help.hpp"
#include "process/run.hpp"
#include "standard_streams.hpp"
#include "storage/log.hpp"

namespace {

using namespace podpromo;

constexpr const char* kDescription = R"(PodPromo turns podcast episodes into clips worth posting, on this machine.

  podpromo clip interview.mp3      the main job: clips, captions, titles, transcript
  podpromo clip                    the same with a demo episode
  podpromo serve                   for a browser: http://127.0.0.1:8000
  podpromo upload interview.mp3    to a server, going on where it was cut)";

constexpr const char* kFooter = R"(Exit codes: 0 done, 1 our mistake, 2 wrong command line, 3 the media can't be used,
4 no moment was worth a clip, 5 no speech model, 6 disk full or not writable,
7 something needed is missing or too slow, 130 stopped by you.)";

void add_commands(CLI::App& app, Run& chosen) {
  // Before the commands are added, which take it over.
  app.formatter(help_form());
  app.set_version_flag("--version", "podpromo " PODPROMO_VERSION);
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  add_clip_command(app, chosen);
  add_transcribe_command(app, chosen);
  add_serve_command(app, chosen);
  add_upload_command(app, chosen);
  add_token_command(app, chosen);
  add_words_command(app, chosen);
  add_models_command(app, chosen);
  add_doctor_command(app, chosen);
  add_eval_command(app, chosen);
  add_completions_command(app, chosen);
}

int run_chosen(const Run& chosen, SettingFlags flags, Screen& screen) {
  Interrupt interrupt([&screen] { screen.redraw(" Stopping… (Ctrl-C again: at once)"); });
  // Somebody waits for what a command makes. A server gives way to everything; see its command.
  let_programs_give_way(GivesWay::a_little);
  const SystemClock clock;
  auto settings = settings_of_process(std::move(flags));
  if (!settings) {
    tell(screen, settings.error());
    return exit_code(settings.error().fault);
  }
  const auto code = chosen({*settings, screen, clock, interrupt});
  if (interrupt.came() && (!code || *code != kDone)) {
    const std::string& where = interrupt.where();
    screen.line(where.empty() ? " Stopped. Run the same command to go on."
                              : " Stopped in " + where + ". Run the same command to go on from there.");
    return kInterrupted;
  }
  if (code) return *code;
  tell(screen, code.error());
  return exit_code(code.error().fault);
}

// Names the command that was meant, as far as it was understood, for its own help tells more than everybody's.
Error refusal_of(const CLI::App& app, const CLI::ParseError& trouble) {
  std::string command = app.get_name();
  const CLI::App* meant = &app;
  while (!meant->get_subcommands().empty()) {
    meant = meant->get_subcommands().front();
    command += " " + meant->get_name();
  }
  const auto unknown = app.remaining();
  const bool is_no_command = meant == &app && !unknown.empty() && !unknown.front().starts_with('-');
  return {Fault::bad_request,
          is_no_command ? fmt::format("there is no command “{}”", unknown.front()) : std::string(trouble.what()),
          command + " --help shows what there is."};
}

int run_command_line(int argc, char** argv, Screen& screen) {
  CLI::App app(kDescription, "podpromo");
  Run chosen;
  add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& trouble) {
    tell(screen, refusal_of(app, trouble));
    return kUsage;
  }
  if (chosen) return run_chosen(chosen, given_flags(app), screen);
  fmt::print("{}", app.help());
  return kDone;
}

// A result that didn't arrive is no success, whatever the command said.
int code_when_told(int code, Screen& screen, int error_number = 0) {
  const auto told = told_all(error_number);
  if (told || code != kDone) return code;
  tell(screen, told.error());
  return exit_code(told.error().fault);
}

int tell_mistake(Screen& screen, const std::exception& trouble) {
  tell(screen, {Fault::internal, "something went wrong that should not have",
                "Run it again; what was finished is kept.", trouble.what()});
  return kInternal;
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  std::setlocale(LC_CTYPE, "C.UTF-8");
  Screen screen = Screen::of_stderr();
  log_on_stderr(Telling::warnings);
  try {
    return code_when_told(run_command_line(argc, argv, screen), screen);
  } catch (const std::system_error& trouble) {
    // The way in which a result that can't be written is told.
    const int code = code_when_told(kDone, screen, trouble.code().value());
    return code != kDone ? code : tell_mistake(screen, trouble);
  } catch (const std::exception& trouble) {
    return tell_mistake(screen, trouble);
  }
}
