#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "access/token_file.hpp"
#include "commands/command.hpp"
#include "commands/setting_flags.hpp"
#include "exit_codes.hpp"
#include "process/run.hpp"
#include "reload.hpp"
#include "storage/log.hpp"
#include "studio/front_door.hpp"
#include "studio/house.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Open the page and the API for a browser and for scripts.

  podpromo serve                        http://127.0.0.1:8000, for this machine only
  podpromo serve --host 0.0.0.0         for other machines too, which have to show an access token
  podpromo serve --upload-dir /var/app-data/podpromo/uploads)";

struct ServeFlags {
  bool reload = false;
};

// A file or a journal keeps what is written to it, where others may read it.
bool is_kept_in_a_log(int descriptor) {
  struct stat facts{};
  return ::fstat(descriptor, &facts) != 0 || S_ISREG(facts.st_mode) || S_ISSOCK(facts.st_mode);
}

// The first start on an address that other machines reach makes the token and shows it, this once. Where it would be
// shown to a log there is none, and the server says what to do.
Done make_first_token(const Settings& settings, const Desk& desk) {
  if (!asks_for_token(settings) || !settings.token.empty() || is_kept_in_a_log(STDERR_FILENO)) return {};
  const auto there = read_token(settings.folders.outputs);
  if (there || there.error().fault != Fault::not_found) return {};
  PODPROMO_TRY(token, make_token(settings.folders.outputs, desk.clock));
  desk.screen.line(fmt::format(" Access token: {}", desk.screen.bold(token)));
  desk.screen.line(" Keep it: it is shown this once. The page asks for it; a script sends it as");
  desk.screen.line(" Authorization: Bearer TOKEN. Lost? podpromo token makes another.");
  return {};
}

Result<int> serve(const ServeFlags& flags, const Desk& desk) {
  if (flags.reload) return serve_anew_when_built(desk.screen, desk.interrupt.token());
  const Settings& settings = desk.settings;
  let_programs_give_way(GivesWay::to_everything);
  log_on_stderr(Telling::everything);
  PODPROMO_TRY(hearing, open_hearing(settings));
  tell_if_nobody_is_told_apart(hearing.speaker_model, desk.screen);
  const std::string told = told_of_sending(hearing);
  PODPROMO_TRY(make_first_token(settings, desk));
  PODPROMO_TRY(house, House::open(settings, std::move(hearing), desk.clock));
  desk.screen.line(fmt::format(" PodPromo is at http://{}:{}",
                               settings.host.find(':') == std::string::npos ? settings.host : "[" + settings.host + "]",
                               house->port()));
  if (!told.empty()) desk.screen.line(" " + told);
  desk.screen.line(desk.screen.dim(fmt::format(
      " Episodes are kept in {}. Ctrl-C stops; work goes on at the next start.", settings.folders.uploads.string())));
  const std::stop_callback leave(desk.interrupt.token(), [&house] { house->stop(); });
  house->run();
  return kDone;
}

}  // namespace

void add_serve_command(CLI::App& app, Run& chosen) {
  auto* command = app.add_subcommand("serve", kDescription);
  auto flags = std::make_shared<ServeFlags>();
  command->add_flag("--reload", flags->reload, "Start again whenever the program was built anew (for development)");
  add_setting_flags(*command);
  command->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return serve(*flags, desk); }; });
}

}  // namespace podpromo
