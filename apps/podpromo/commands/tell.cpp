#include <fmt/format.h>

#include "commands/command.hpp"

namespace podpromo {

void tell(Screen& screen, const Error& error) {
  screen.line(fmt::format("{} {}", screen.bad("podpromo:"), error.reason));
  if (!error.remedy.empty()) screen.line("  " + error.remedy);
  if (error.fault == Fault::internal && !error.detail.empty()) screen.line(screen.dim("  " + error.detail));
}

}  // namespace podpromo
