#include <fmt/format.h>

#include "commands/command.hpp"
#include "models/catalog.hpp"

namespace podpromo {

void tell(Screen& screen, const Error& error) {
  screen.line(fmt::format("{} {}", screen.bad("podpromo:"), plain_line(error.reason)));
  if (!error.remedy.empty()) screen.line("  " + plain_line(error.remedy));
  if (error.fault == Fault::internal && !error.detail.empty()) screen.line(screen.dim("  " + plain_line(error.detail)));
}

Error told_of(const std::filesystem::path& file, Error error) {
  const std::string name = file.filename().string();
  if (error.reason.find(name) == std::string::npos) error.reason = name + ": " + error.reason;
  return error;
}

void tell_if_nobody_is_told_apart(const fs::path& speaker_model, Screen& screen) {
  if (!speaker_model.empty()) return;
  screen.line(screen.dim(
      fmt::format(" Who speaks won't be told: that model isn't here. Get it: podpromo models pull {}", kSpeakerModel)));
}

}  // namespace podpromo
