#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "access/token_file.hpp"
#include "commands/command.hpp"
#include "exit_codes.hpp"
#include "studio/front_door.hpp"
#include "studio/house.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Open the page and the API for a browser and for scripts.

  podpromo serve                        http://127.0.0.1:8000, for this machine only
  podpromo serve --host 0.0.0.0         for other machines too, which have to show an access token
  podpromo serve --upload-dir /var/app-data/podpromo/uploads)";

struct ServeFlags {
  std::string host;
  int port = -1;
  std::string model;
  int workers = -1;
  int jobs = -1;
  std::string uploads, outputs, logs, transcripts, clips;
  std::string allowed_hosts;
  std::uint64_t max_upload_bytes = 0;
};

// Folders that hang below another one follow it, unless they were set by themselves.
void take_folders(const ServeFlags& flags, DataFolders& folders) {
  const DataFolders before = folders;
  if (!flags.uploads.empty()) folders.uploads = flags.uploads;
  if (!flags.outputs.empty()) folders.outputs = flags.outputs;
  if (before.transcripts == before.uploads / "transcripts") folders.transcripts = folders.uploads / "transcripts";
  if (before.clips == before.outputs / "clips") folders.clips = folders.outputs / "clips";
  if (!flags.logs.empty()) folders.logs = flags.logs;
  if (!flags.transcripts.empty()) folders.transcripts = flags.transcripts;
  if (!flags.clips.empty()) folders.clips = flags.clips;
}

Result<Settings> settings_of(const ServeFlags& flags, Settings settings) {
  if (!flags.host.empty()) settings.host = flags.host;
  if (settings.host == "localhost") settings.host = "127.0.0.1";
  if (flags.port >= 0) settings.port = static_cast<std::uint16_t>(flags.port);
  if (!flags.model.empty()) settings.model = flags.model;
  if (flags.workers >= 0) settings.workers = flags.workers;
  if (flags.jobs > 0) settings.jobs = flags.jobs;
  if (flags.max_upload_bytes > 0) settings.max_upload_bytes = flags.max_upload_bytes;
  take_folders(flags, settings.folders);
  if (!flags.allowed_hosts.empty()) settings.allowed_hosts = flags.allowed_hosts;
  return settings;
}

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
  PODPROMO_TRY(settings, settings_of(flags, desk.settings));
  PODPROMO_TRY(hearing, open_hearing(settings));
  PODPROMO_TRY(make_first_token(settings, desk));
  PODPROMO_TRY(house, House::open(settings, std::move(hearing), desk.clock));
  desk.screen.line(fmt::format(" PodPromo is at http://{}:{}",
                               settings.host.find(':') == std::string::npos ? settings.host : "[" + settings.host + "]",
                               house->port()));
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
  auto* door = command->add_option_group("Door");
  door->add_option("--host", flags->host, "Address to listen on [127.0.0.1]; others ask for a token");
  door->add_option("-p,--port", flags->port, "Port, 0 for any free one [8000]")->check(CLI::Range(0, 65535));
  door->add_option("--allowed-hosts", flags->allowed_hosts, "Names it may be asked for by, besides its addresses");
  auto* data = command->add_option_group("Data");
  data->add_option("--upload-dir", flags->uploads, "Episodes and their progress [./uploads]");
  data->add_option("--output-dir", flags->outputs, "Previews and the database [./outputs]");
  data->add_option("--logs-dir", flags->logs, "A log for each episode [./logs]");
  data->add_option("--transcripts-dir", flags->transcripts, "Published transcripts [in the upload folder]");
  data->add_option("--clips-dir", flags->clips, "Finished clips [in the output folder]");
  data->add_option("--max-upload-bytes", flags->max_upload_bytes, "Largest upload [524288000]");
  auto* words = command->add_option_group("Words");
  words->add_option("-m,--model", flags->model, "Speech model [base]; podpromo models list");
  words->add_option("--workers", flags->workers, "Listen with so many threads [one a core]")->check(CLI::Range(0, 64));
  auto* work = command->add_option_group("Work");
  work->add_option("--jobs", flags->jobs, "Work on so many episodes at once [1]")->check(CLI::Range(1, 64));
  command->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return serve(*flags, desk); }; });
}

}  // namespace podpromo
