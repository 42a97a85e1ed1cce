#include "commands/command.hpp"
#include "exit_codes.hpp"

namespace podpromo {

void add_eval_command(CLI::App&, Run&) {}

}  // namespace podpromo
