#include "access/token_file.hpp"

#include <fmt/format.h>

#include "commands/command.hpp"
#include "exit_codes.hpp"

namespace podpromo {

namespace {

constexpr const char* kDescription = R"(Make the access token that a server asks for when other machines can reach it.

  podpromo token
  podpromo token --output-dir /var/app-data/podpromo/outputs

The token goes to the standard output, once; only a fingerprint of it is kept. The one before and everybody who signed
in with it are out, in a running server too.)";

Result<int> token(const std::string& outputs, const Desk& desk) {
  PODPROMO_TRY(made, make_token(outputs.empty() ? desk.settings.folders.outputs : fs::path(outputs), desk.clock));
  fmt::print("{}\n", made);
  desk.screen.line(" Keep it: it can't be shown again. The page asks for it once; a script sends");
  desk.screen.line(" Authorization: Bearer TOKEN with every request.");
  if (!desk.settings.token.empty())
    desk.screen.line(" PODPROMO_TOKEN is set, and a server that has it asks for that one instead.");
  return kDone;
}

}  // namespace

void add_token_command(CLI::App& app, Run& chosen) {
  auto* command = app.add_subcommand("token", kDescription);
  auto outputs = std::make_shared<std::string>();
  command->add_option("--output-dir", *outputs, "Where the server keeps its database [./outputs]");
  command->callback([outputs, &chosen] { chosen = [outputs](const Desk& desk) { return token(*outputs, desk); }; });
}

}  // namespace podpromo
