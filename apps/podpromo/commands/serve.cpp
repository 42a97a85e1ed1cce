#include <fmt/format.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"
#include "studio/house.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Open the page and the API for a browser and for scripts.

  podpromo serve                        http://127.0.0.1:8000, for this machine only
  podpromo serve --port 9000
  podpromo serve --upload-dir /var/app-data/podpromo/uploads)";

struct ServeFlags {
  std::string host;
  int port = -1;
  std::string model;
  int workers = -1;
  int jobs = -1;
  std::string uploads, outputs, logs, transcripts, clips;
  std::uint64_t max_upload_bytes = 0;
  bool open_to_network = false;
};

bool is_loopback(const std::string& host) { return host == "::1" || host == "localhost" || host.starts_with("127."); }

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
  if (is_loopback(settings.host) || flags.open_to_network) return settings;
  return failure(Fault::bad_request,
                 fmt::format("{} can be reached by other machines, and there is no password yet", settings.host),
                 "Serve on 127.0.0.1 behind a proxy that asks for one, or add --open-to-network if you trust everybody "
                 "who can reach it.");
}

Result<int> serve(const ServeFlags& flags, const Desk& desk) {
  PODPROMO_TRY(settings, settings_of(flags, desk.settings));
  PODPROMO_TRY(hearing, open_hearing(settings));
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
  door->add_option("--host", flags->host, "Address to listen on [127.0.0.1]");
  door->add_option("-p,--port", flags->port, "Port, 0 for any free one [8000]")->check(CLI::Range(0, 65535));
  door->add_flag("--open-to-network", flags->open_to_network, "Serve other machines without a password");
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
