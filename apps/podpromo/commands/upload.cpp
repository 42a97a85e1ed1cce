#include <unistd.h>

#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/command.hpp"
#include "commands/hearing_flags.hpp"
#include "episode/json.hpp"
#include "exit_codes.hpp"
#include "http/answers.hpp"
#include "speech/subtitles.hpp"
#include "terminal/sending_line.hpp"
#include "upload/client/send_file.hpp"
#include "upload/limits.hpp"
#include "upload/tus_headers.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription =
    R"(Send episodes to a PodPromo server, and go on where a cut connection or a restart stopped it.

  podpromo upload interview.mp3
  podpromo upload --server https://podpromo.example.org --token TOKEN talk.mp4 interview.mp3
  podpromo upload --title "On bees" --language en bees.wav --json
  podpromo upload interview.mp3 --transcript interview.srt     words you already have)";

struct UploadFlags {
  std::vector<fs::path> files;
  std::string server = "http://127.0.0.1:8000";
  std::string token;
  std::string title;
  std::string show;
  std::string language;
  std::string speakers;
  fs::path transcript;
  int patience_min = 10;
  bool json = false;
  bool quiet = false;
};

fs::path memory_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return fs::path(cache) / "podpromo" / "uploads";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return fs::path(home) / ".cache" / "podpromo" / "uploads";
  return fs::temp_directory_path() / fmt::format("podpromo-uploads-{}", ::getuid());
}

Result<SentFile> send_one(const UploadFlags& flags, const fs::path& file, const Desk& desk) {
  SendingLine line(desk.screen, desk.clock, file.filename().string(), flags.quiet);
  const SendOptions options{.server = flags.server,
                            .token = flags.token.empty() ? desk.settings.token : flags.token,
                            .title = flags.title,
                            .show = flags.show,
                            .language = flags.language,
                            .speakers = flags.speakers,
                            .transcript = flags.transcript,
                            .patience = std::chrono::minutes(flags.patience_min),
                            .memory = memory_folder(),
                            .on_step = [&line](const SendStep& step) { line.show(step); }};
  auto sent = send_file(file, options, desk.interrupt.token());
  line.done(sent ? &*sent : nullptr);
  return sent;
}

// Before anything is sent: a server would say the same, later.
Done check_transcript(const UploadFlags& flags) {
  if (flags.transcript.empty()) return {};
  if (flags.files.size() > 1)
    return failure(Fault::bad_request, "--transcript is for one episode at a time", "Send them one by one.");
  PODPROMO_TRY(text, read_whole(flags.transcript, kLargestTranscript));
  PODPROMO_TRY(read_given_transcript(text, flags.transcript.filename().string()));
  return {};
}

nlohmann::json json_of(const fs::path& file, const SentFile& sent) {
  return {{"file", file.string()}, {"episode", sent.episode},     {"url", sent.address},
          {"bytes", sent.bytes},   {"duplicate", sent.duplicate}, {"transcript_left_out", sent.transcript_left_out}};
}

nlohmann::json json_of(const fs::path& file, const Error& error) {
  return {{"file", file.string()},
          {"error", {{"code", fault_code(error.fault)}, {"reason", error.reason}, {"remedy", error.remedy}}}};
}

// One file's trouble doesn't keep the others waiting; an interrupt does.
int send_all(const UploadFlags& flags, const Desk& desk) {
  int code = kDone;
  auto all = nlohmann::json::array();
  for (const fs::path& file : flags.files) {
    const auto sent = send_one(flags, file, desk);
    all.push_back(sent ? json_of(file, *sent) : json_of(file, sent.error()));
    if (sent) {
      if (!flags.json) fmt::print("{}\n", sent->address);
      continue;
    }
    if (desk.interrupt.came()) {
      code = kInterrupted;
      break;
    }
    if (code == kDone) code = exit_code(sent.error().fault);
    tell(desk.screen, told_of(file, sent.error()));
  }
  if (flags.json) fmt::print("{}", json_text({{"ok", code == kDone}, {"uploads", std::move(all)}}, -1));
  return code;
}

// A name alone would be asked over http, and whatever else for ten minutes in vain.
Done check_server(const std::string& server) {
  if (server.starts_with("http://") || server.starts_with("https://")) return {};
  return failure(Fault::bad_request, fmt::format("{} is no address of a server", server),
                 "Give one that begins with https:// or http:// to --server.");
}

Result<int> upload(const UploadFlags& flags, const Desk& desk) {
  if (flags.files.size() > 1 && !flags.title.empty())
    return failure(Fault::bad_request, "one title can't be for several files", "Send them one by one.");
  PODPROMO_TRY(check_server(flags.server));
  PODPROMO_TRY(check_transcript(flags));
  PODPROMO_TRY(check_show(flags.show));
  PODPROMO_TRY(check_speakers(flags.speakers));
  return send_all(flags, desk);
}

}  // namespace

void add_upload_command(CLI::App& app, Run& chosen) {
  auto* command = app.add_subcommand("upload", kDescription);
  auto flags = std::make_shared<UploadFlags>();
  command->add_option("FILE", flags->files, "Episodes, audio or video")->required();
  auto* server = command->add_option_group("Server");
  server->add_option("-s,--server", flags->server, "Its address")->capture_default_str();
  server->add_option("--token", flags->token, "What it asks for, if it does [PODPROMO_TOKEN]");
  server->add_option("--patience", flags->patience_min, "Keep trying for so many minutes without progress")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  auto* episode = command->add_option_group("Episode");
  episode->add_option("-t,--title", flags->title, "Its title [in the file, or the file's name]");
  episode->add_option("--show", flags->show, "The show it belongs to [in the file]");
  add_language_flag(*episode, flags->language);
  episode->add_option("--transcript", flags->transcript, "What is said in it: SRT, WebVTT, JSON or text [listened to]")
      ->check(CLI::ExistingFile);
  episode->add_option("--speakers", flags->speakers, "How many people speak, or off [found out]");
  auto* output = command->add_option_group("Output");
  output->add_flag("--json", flags->json, "Print one JSON object");
  output->add_flag("-q,--quiet", flags->quiet, "Say nothing but errors and addresses");
  command->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return upload(*flags, desk); }; });
}

}  // namespace podpromo
